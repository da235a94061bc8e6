import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepWorkflowId, turnWorkflowId } from '../../src/model/temporal/names.js';
import { step } from '../support/step.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

/**
 * The events that our workflows cost: what a Temporal server stores and bills by. `docs/design/run.md` has them in a table;
 * with `EVENTS_FILE=events.json npx vitest run test/workflows/events.test.ts` the counts are written to a file too.
 */
let rig: WorkflowRig;
const counted: Record<string, number> = {};

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(async () => {
  const { EVENTS_FILE } = process.env;
  if (EVENTS_FILE !== undefined) writeFileSync(EVENTS_FILE, `${JSON.stringify(counted, null, 2)}\n`);
  await rig.stop();
});

const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-08T00:00:00.000Z' };
const wait = { pollIntervalMs: 1000 };

const eventsOf = async ({ workflowId }: { workflowId: string }): Promise<string[]> => {
  const { events } = await rig.env.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).map((event) => Object.keys(event).find((key) => key.endsWith('Attributes')) ?? '');
};

test('an experiment, which takes the turn of its dataset', async () => {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
  const handle = await rig.start('runTask', {
    intent: { task: 'generate-answers', space: 'research', trigger: {} },
    wait,
  });
  await until(() => rig.triggers().length === 1);
  rig.simulator.releaseFault(fault);
  expect((await handle.result()).verdict).toBe('good');
  counted.experiment = (await eventsOf(handle)).length;
  expect(counted.experiment).toBe(19);
});

test('an experiment that has ended when it is seen first needs no activity to wait for it', async () => {
  rig.simulator.addBehaviour({ looks: 1 });
  const intent = { task: 'generate-answers', space: 'research', trigger: {} };
  const handle = await rig.start('runTask', { intent, wait, shareDataset: true });
  expect((await handle.result()).verdict).toBe('good');
  counted.endedAtOnce = (await eventsOf(handle)).length;
  expect(counted.endedAtOnce).toBe(13);
});

test('an evaluation run with its turn', async () => {
  const fault = rig.simulator.addFault({ match: TRIGGER, holdAt: 'before-effect' });
  const intent = { task: 'nightly-hallucination', space: 'research', trigger: WINDOW };
  const handle = await rig.start('runTask', { intent, wait });
  await until(() => rig.triggers().length === 3);
  rig.simulator.releaseFault(fault);
  const { verdict, taskId } = await handle.result();
  expect(verdict).toBe('good');
  const turn = { workflowId: turnWorkflowId({ taskId: taskId ?? '', window: WINDOW }) };
  counted.itself = (await eventsOf(handle)).length;
  counted.itsTurn = (await eventsOf(turn)).length;
  expect([counted.itself, counted.itsTurn]).toEqual([19, 2]);
});

const answer = step('answer', { task: 'generate-answers', ...wait });
const score = step('score', { needs: ['answer'], experimentsFrom: ['answer'], ...wait });

/** The events of a pipeline, of its steps and of their turn. */
async function eventsOfPipeline(steps: (typeof answer)[]): Promise<Record<string, number>> {
  const handle = await rig.start('runPipeline', { plan: { version: 1, name: 'p', labels: {}, steps } });
  const result = await handle.result();
  expect(result.verdict).toBe('good');
  const taskId = result.steps.at(-1)?.result?.taskId ?? '';
  const ids = [handle.workflowId, ...steps.map(({ id }) => stepWorkflowId(handle.workflowId, id))];
  if (steps.length > 1) ids.push(turnWorkflowId({ taskId, window: null }));
  const events = await Promise.all(ids.map(async (workflowId) => (await eventsOf({ workflowId })).length));
  return Object.fromEntries(
    ids.map((id, at) => [id.replace(handle.workflowId, 'pipeline'), events[at] ?? 0]),
  );
}

test('a pipeline of one step, and of two', async () => {
  const one = await eventsOfPipeline([answer]);
  const two = await eventsOfPipeline([answer, score]);
  Object.assign(counted, { one: sumOf(one), two: sumOf(two) });
  expect(one).toEqual({ pipeline: 15, 'pipeline/answer': 19 });
  expect(Object.values(two)).toEqual([24, 19, 19, 2]);
});

const sumOf = (events: Record<string, number>): number =>
  Object.values(events).reduce((sum, each) => sum + each, 0);
