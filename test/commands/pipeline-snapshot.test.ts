import type { Client } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import type { PipelineMemo, StepMemo, StepNote } from '../../src/model/pipeline/pipeline-memo.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { takeSnapshot } from '../../src/client/observe/take-snapshot.js';

const ID = 'ax-pipeline/p/1';
const START = new Date('2026-11-21T12:00:00Z');

/** Descriptions as a Temporal server would give them, and how often each was asked for. */
class Descriptions {
  readonly asked = new Map<string, number>();
  readonly steps: StepMemo[];
  notes: Record<string, StepNote> = {};
  readonly running = new Set<string>();

  constructor(steps: StepMemo[]) {
    this.steps = steps;
  }

  get client(): Client {
    const getHandle = (workflowId: string) => ({
      describe: () => Promise.resolve(this.#describe(workflowId)),
      result: () => Promise.resolve(GOOD),
    });
    return { workflow: { getHandle } } as unknown as Client;
  }

  /** How many children were described since the last time. */
  take(): number {
    const { size } = new Set([...this.asked.keys()].filter((id) => id !== ID));
    this.asked.clear();
    return size;
  }

  #describe(workflowId: string): unknown {
    this.asked.set(workflowId, (this.asked.get(workflowId) ?? 0) + 1);
    const memo = { steps: this.steps, pipeline: this.#pipeline() };
    const common = { workflowId, startTime: START, raw: {} };
    if (workflowId === ID)
      return { ...common, type: 'runPipeline', runId: 'r', status: { name: 'RUNNING' }, memo };
    const name = this.running.has(workflowId.slice(ID.length + 1)) ? 'RUNNING' : 'COMPLETED';
    const parentExecution = { workflowId: ID, runId: 'r' };
    return { ...common, type: 'runTask', runId: 'c', status: { name }, memo: {}, parentExecution };
  }

  #pipeline(): PipelineMemo {
    return { pausedAt: null, pausedBy: null, deadlineAt: null, steps: this.notes };
  }
}

const GOOD = {
  verdict: 'good',
  outcome: { kind: 'succeeded', errorShare: 0, reason: null },
  provenance: { how: 'created', posts: 1, candidates: [] },
  run: null,
  runId: 'R',
};

const step = (id: string, needs: string[] = [], more: Partial<StepMemo> = {}): StepMemo => ({
  id,
  needs,
  task: 't',
  ...more,
});

const stagesOf = ({ steps }: WorkflowSnapshot): Record<string, string> =>
  Object.fromEntries(steps.map(({ id, stage }) => [id, stage]));

describe('five hundred steps', () => {
  const ids = Array.from({ length: 500 }, (_, at) => `s${at}`);

  test('that ended are asked for their counts once', async () => {
    const server = new Descriptions(ids.map((id) => step(id)));
    const first = await takeSnapshot(server.client, ID, null);
    expect(server.take()).toBe(500);
    const second = await takeSnapshot(server.client, ID, first);
    expect(server.take()).toBe(0);
    expect(second.steps.every(({ stage, runId }) => stage === 'succeeded' && runId === 'R')).toBe(true);
  });

  test('that run side by side are asked in turn, some forty a look', async () => {
    const server = new Descriptions(ids.map((id) => step(id)));
    for (const id of ids) server.running.add(id);
    const first = await takeSnapshot(server.client, ID, null);
    server.take();
    await takeSnapshot(server.client, ID, first);
    expect(server.take()).toBeLessThanOrEqual(40);
  });

  test('of which the memo tells all are not asked for', async () => {
    const server = new Descriptions(ids.map((id) => step(id)));
    const since = START.toISOString();
    for (const [at, id] of ids.entries())
      server.notes[id] =
        at % 2 === 0 ? { phase: 'ended', state: 'skipped', since } : { phase: 'preparing', since };
    await takeSnapshot(server.client, ID, null);
    expect(server.take()).toBe(0);
  });

  test('of a chain of which one runs cost two looks at most', async () => {
    const server = new Descriptions(ids.map((id, at) => step(id, at === 0 ? [] : [`s${at - 1}`])));
    server.notes['s0'] = { phase: 'child', since: START.toISOString(), attempt: 2 };
    server.running.add('s0~2');
    const first = await takeSnapshot(server.client, ID, null);
    server.take();
    const second = await takeSnapshot(server.client, ID, first);
    expect(server.take()).toBe(1);
    expect(second.steps[0]).toMatchObject({ stage: 'triggering', attempt: 2 });
  });
});

describe('what the memo says', () => {
  const since = START.toISOString();
  const until = '2026-11-21T13:00:00.000Z';

  test.each<[string, StepNote, object]>([
    [
      'waits for approval',
      { phase: 'approval', since, until, reason: 'Release?' },
      { stage: 'awaiting-approval', until, reason: 'Release?' },
    ],
    ['is judged', { phase: 'gate', since }, { stage: 'judging', since }],
    ['is prepared', { phase: 'preparing', since }, { stage: 'preparing' }],
    ['calls an activity', { phase: 'activity', since }, { stage: 'working' }],
    [
      'is tried again later',
      { phase: 'backoff', since, until, attempt: 3, reason: 'failed' },
      { stage: 'backing-off', attempt: 3, until },
    ],
    [
      'failed by its gate, though its run was good',
      { phase: 'ended', state: 'failed', since, reason: 'gate' },
      { stage: 'failed', note: 'gate', runId: 'R' },
    ],
  ])('of a step that %s is told', async (_, note, expected) => {
    const server = new Descriptions([step('a')]);
    server.notes['a'] = note;
    expect((await takeSnapshot(server.client, ID, null)).steps[0]).toMatchObject(expected);
  });

  test('that a step was opened again is believed', async () => {
    const server = new Descriptions([step('a')]);
    server.notes['a'] = { phase: 'ended', state: 'failed', since };
    const first = await takeSnapshot(server.client, ID, null);
    server.notes['a'] = { phase: 'child', since: until, attempt: 2 };
    server.running.add('a~2');
    expect(stagesOf(await takeSnapshot(server.client, ID, first))).toEqual({ a: 'triggering' });
  });

  test('of a gate does not take away which attempt it is', async () => {
    const server = new Descriptions([step('a')]);
    server.notes['a'] = { phase: 'child', since, attempt: 2 };
    const first = await takeSnapshot(server.client, ID, null);
    server.notes['a'] = { phase: 'gate', since: until };
    const second = await takeSnapshot(server.client, ID, first);
    expect(second.steps[0]).toMatchObject({ stage: 'judging', attempt: 2 });
    expect(server.asked.has(`${ID}/a~2`)).toBe(true);
  });

  test('of needs tells what a step waits for; one of finally waits for all', async () => {
    const server = new Descriptions([
      step('a', [], { kind: 'approval' }),
      step('b', ['a']),
      step('z', [], { isFinally: true }),
    ]);
    server.notes['a'] = { phase: 'approval', since };
    const { steps } = await takeSnapshot(server.client, ID, null);
    expect(steps.map(({ note }) => note)).toEqual(['no deadline', 'waiting for a', 'waiting for a']);
    expect(server.take()).toBe(0);
  });
});

test('a step named like what every object has waits like another', async () => {
  const server = new Descriptions([step('constructor')]);
  server.running.add('constructor');
  const { steps } = await takeSnapshot(server.client, ID, null);
  const plain = new Descriptions([step('other')]);
  plain.running.add('other');
  const [other] = (await takeSnapshot(plain.client, ID, null)).steps;
  expect(steps).toEqual([{ ...other, id: 'constructor' }]);
});
