import { describe, expect, test } from 'vitest';
import { sortRuns } from '../../../src/model/sweep/orphans.js';
import type { ActiveRun, OrphanFinding, KnownWorkflow } from '../../../src/model/sweep/orphans.js';
import type { Provenance } from '../../../src/model/run/run-result.js';
import type { TriggerMemo } from '../../../src/model/run/trigger-memo.js';

const TASK = { id: 'T1', name: 'Relevance', isContinuous: false };
const run = (more: Partial<ActiveRun> = {}): ActiveRun => ({
  runId: 'R1',
  task: TASK,
  status: 'RUNNING',
  createdAt: '2026-11-21T12:00:00Z',
  createdByUserId: 'us',
  ...more,
});

const fence = { newestCreatedAt: '2026-11-21T11:00:00Z', runIds: ['R0'], experiments: [] };
const created: Provenance = { how: 'created', posts: 1, candidates: [] };
const trigger = (runId: string | null, more: Partial<TriggerMemo> = {}): TriggerMemo => ({
  fence,
  key: null,
  runId,
  provenance: runId === null ? null : created,
  taskId: 'T1',
  createdByUserId: runId === null ? null : 'us',
  ...more,
});
const workflow = (more: Partial<KnownWorkflow>): KnownWorkflow => ({
  workflowId: 'W1',
  status: 'RUNNING',
  isLiving: (more.status ?? 'RUNNING') === 'RUNNING',
  trigger: null,
  outcome: null,
  isSilent: false,
  backfill: null,
  ...more,
});
/** Another run's workflow, from which it is known which user we are. */
const tellsUs = workflow({ workflowId: 'W9', status: 'COMPLETED', trigger: trigger('R9') });

function standing(of: Partial<ActiveRun>, ...workflows: Partial<KnownWorkflow>[]): OrphanFinding | undefined {
  const known = { workflows: [tellsUs, ...workflows.map(workflow)], isWhole: true };
  return sortRuns([run(of)], known)[0];
}
const kind = (of: Partial<ActiveRun>, ...workflows: Partial<KnownWorkflow>[]) =>
  standing(of, ...workflows)?.standing;

describe('a run that goes on', () => {
  test('is owned where a living workflow recorded it, also one that was only attached', () => {
    expect(kind({}, { trigger: trigger('R1') })).toBe('owned');
    expect(kind({}, { status: 'TERMINATED', trigger: trigger('R1') }, { trigger: { runId: 'R1' } })).toBe(
      'owned',
    );
  });

  test.each([
    ['TERMINATED', 'its workflow W1 was terminated'],
    ['TIMED_OUT', 'its workflow W1 timed out'],
    ['FAILED', 'its workflow W1 failed'],
  ])('is an orphan where its workflow is %s', (status, why) => {
    expect(standing({}, { status, trigger: trigger('R1') })).toEqual({
      runId: 'R1',
      standing: 'orphan',
      why,
    });
  });

  const backfill = { runIds: ['R1', 'R2'], createdByUserId: 'us' };

  test('is owned where a living backfill has it, and in doubt where one may be about to tell of it', () => {
    expect(kind({}, { trigger: trigger(null), backfill })).toBe('owned');
    expect(kind({ runId: 'R3' }, { trigger: trigger(null), backfill })).toBe('in-doubt');
  });

  test('is an orphan where its backfill was terminated, and left where it ended by itself', () => {
    const ended = { trigger: trigger(null), backfill };
    expect(standing({}, { ...ended, status: 'TERMINATED' })?.why).toBe('its workflow W1 was terminated');
    expect(kind({}, { ...ended, status: 'COMPLETED', outcome: 'timed-out-detached' })).toBe('left');
  });

  test('is known to be ours where only a backfill tells who we are', () => {
    const terminated = workflow({ status: 'TERMINATED', trigger: trigger(null), backfill });
    const known = { workflows: [terminated], isWhole: true };
    expect(sortRuns([run({ createdByUserId: 'another' })], known)[0]?.standing).toBe('by-others');
  });

  test('is an orphan where its cancel was not confirmed', () => {
    const ended = {
      status: 'CANCELLED',
      trigger: trigger('R1'),
      outcome: 'cancel-unconfirmed',
    } as const;
    expect(standing({}, ended)?.why).toBe('its workflow W1 was cancelled, which was not confirmed');
  });

  test.each(['started', 'timed-out-detached'] as const)(
    'is left where a workflow ended as %s, whoever else was terminated',
    (outcome) => {
      const leaver = { status: 'COMPLETED', trigger: trigger('R1'), outcome };
      const killed = { workflowId: 'W2', status: 'TERMINATED', trigger: { runId: 'R1' } };
      expect(kind({}, killed, leaver)).toBe('left');
    },
  );

  test('is in doubt where a workflow says that it saw its end', () => {
    expect(kind({}, { status: 'COMPLETED', trigger: trigger('R1'), outcome: 'succeeded' })).toBe('in-doubt');
  });

  test('that no workflow knows is an orphan where we made it', () => {
    expect(standing({})).toMatchObject({ standing: 'orphan', why: 'no workflow knows it' });
  });

  test('names the workflow that was terminated while it triggered the task', () => {
    const killed = { status: 'TERMINATED', trigger: trigger(null) };
    expect(standing({}, killed)?.why).toContain('W1, which triggered its task, was terminated');
  });

  test('is by others where its creator is not ours', () => {
    expect(kind({ createdByUserId: 'them' }, { status: 'TERMINATED', trigger: { runId: 'R1' } })).toBe(
      'by-others',
    );
  });
});

describe('what cannot be told is unknown', () => {
  test('a run whose creator the service does not tell', () => {
    expect(kind({ createdByUserId: null }, { status: 'TERMINATED', trigger: trigger('R1') })).toBe('unknown');
  });

  test('any run before a workflow has told which user we are', () => {
    const attached = workflow({ status: 'TERMINATED', trigger: { runId: 'R1' } });
    expect(sortRuns([run()], { workflows: [attached], isWhole: true })[0]?.standing).toBe('unknown');
  });

  test('a run that the service may have started by itself', () => {
    expect(kind({ task: { ...TASK, isContinuous: true } })).toBe('unknown');
    const chain = { status: 'COMPLETED', trigger: trigger('R2', { evaluationTaskIds: ['T1'] }) };
    expect(kind({}, chain)).toBe('unknown');
  });

  test('a run that nobody knows of, where not all workflows were read', () => {
    expect(sortRuns([run()], { workflows: [tellsUs], isWhole: false })[0]?.standing).toBe('unknown');
  });
});

describe('a run is in doubt', () => {
  const unknownYet = { trigger: trigger(null) };

  test('while a living workflow has triggered its task and does not know its run', () => {
    expect(kind({}, unknownYet)).toBe('in-doubt');
  });

  test('but not where it is older than that trigger, or of another task', () => {
    expect(kind({ createdAt: '2026-11-21T09:00:00Z' }, unknownYet)).toBe('orphan');
    expect(kind({ runId: 'R0', createdAt: fence.newestCreatedAt }, unknownYet)).toBe('orphan');
    expect(kind({ task: { ...TASK, id: 'T2' } }, unknownYet)).toBe('orphan');
  });

  test('where its terminated workflow was begun anew and has no run yet', () => {
    const killed = { status: 'TERMINATED', trigger: trigger('R1') };
    expect(kind({}, killed, { trigger: null })).toBe('in-doubt');
    expect(kind({}, killed, { trigger: trigger('R2') })).toBe('orphan');
  });

  test('while a living workflow past its trigger has recorded no run', () => {
    expect(kind({}, { isSilent: true })).toBe('in-doubt');
  });
});
