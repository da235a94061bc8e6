import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLAIM_UPDATE } from '../../../src/model/backfill/backfill-claims.js';
import type { NoteCoverage } from '../../../src/model/coverage/coverage-messages.js';
import { COVERAGE_QUERIES, COVERAGE_SIGNALS } from '../../../src/model/coverage/coverage-messages.js';
import { QUALITY_QUERIES, QUALITY_SIGNALS } from '../../../src/model/quality/kept/quality-messages.js';
import { WORKFLOWS } from '../../../src/model/temporal/workflow-types.js';
import { coverageEntry } from '../../support/coverage-entry.js';
import { keptQuality } from '../../support/kept-quality.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { record, write } from './record.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true, suggestContinueAsNewAt: 30 });
});
afterAll(() => rig.stop());

const taskId = 'T25saW5lVGFzazo0NTpxUndY';
const entry = (hour: number) =>
  coverageEntry(`R${hour}`, hour, {
    evaluators: 'E@v1',
    maxSpans: 100,
    workflowId: 'ax-backfill/Relevance/0f3c',
  });
const sync: NoteCoverage['sync'] = {
  fence: { newestCreatedAt: '2026-11-02T00:00:00.000Z', runIds: ['R1'], experiments: [] },
  unended: ['R2'],
};

const SHAPES = [
  {
    name: 'keep-coverage',
    workflow: WORKFLOWS.keepCoverage,
    input: { taskId },
    signal: COVERAGE_SIGNALS.note,
    query: COVERAGE_QUERIES.index,
    news: (at: number): object => ({
      taskId,
      months: [`2026-${String((at % 12) + 1).padStart(2, '0')}`],
      sync,
    }),
  },
  {
    name: 'keep-coverage-month',
    workflow: WORKFLOWS.keepCoverageMonth,
    input: { taskId, month: '2026-11' },
    signal: COVERAGE_SIGNALS.record,
    query: COVERAGE_QUERIES.entries,
    news: (at: number): object => ({ taskId, entries: [entry(at), entry(at + 1)] }),
  },
  {
    name: 'keep-quality-month',
    workflow: WORKFLOWS.keepQualityMonth,
    input: { taskId, month: '2026-11' },
    signal: QUALITY_SIGNALS.record,
    query: QUALITY_QUERIES.windows,
    news: (at: number): object => ({ taskId, windows: [keptQuality(at, [0.5, 1])] }),
  },
] as const;

test.each(SHAPES.map((shape) => [shape.name, shape] as const))(
  '%s.continued-as-new and .continued',
  async (name, shape) => {
    const { workflow, input, signal, query, news } = shape;
    const workflowId = `${name}.continued`;
    const { workflow: workflows } = rig.env.client;
    const start = { workflowId, taskQueue: 'test', args: [input], signal, signalArgs: [news(0)] };
    const { signaledRunId } = await workflows.signalWithStart(workflow, start);
    const first = workflows.getHandle(workflowId, signaledRunId);
    const newest = workflows.getHandle(workflowId);
    for (let at = 1; (await first.describe()).status.name === 'RUNNING'; at++) {
      await newest.signal(signal, news(at));
      // Each signal in a task of its own.
      await newest.query(query);
    }
    expect((await first.describe()).status.name).toBe('CONTINUED_AS_NEW');
    await write(`${name}.continued-as-new`, first);
    await newest.signal(signal, null);
    await newest.query(query);
    await newest.cancel();
    await record(`${name}.continued`, newest, { cancelled: true });
  },
);

test('keep-backfills.continued-as-new and .continued', async () => {
  const name = 'keep-backfills';
  const workflowId = `${name}.continued`;
  const { workflow: workflows } = rig.env.client;
  const range = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-02T00:00:00.000Z' };
  const claim = { workflowId: 'ax-backfill/Relevance/0f3c', range, asked: 'a', isAlongside: false };
  const start = { workflowId, taskQueue: 'test', args: [{ taskId }] };
  const { firstExecutionRunId } = await workflows.start(WORKFLOWS.keepBackfills, start);
  const first = workflows.getHandle(workflowId, firstExecutionRunId);
  const newest = workflows.getHandle(workflowId);
  while ((await first.describe()).status.name === 'RUNNING')
    await newest.executeUpdate(CLAIM_UPDATE, { args: [{ claim, over: [] }] });
  await write(`${name}.continued-as-new`, first);
  await newest.executeUpdate(CLAIM_UPDATE, {
    args: [{ claim: { ...claim, workflowId: 'other' }, over: [] }],
  });
  await newest.cancel();
  await record(`${name}.continued`, newest, { cancelled: true });
});

test('task-operation.synced', async () => {
  const { id } = await rig.ax.getTask({ task: 'nightly-hallucination', space: 'research' });
  const name = 'task-operation.synced';
  const request = { taskId: id };
  await record(name, await rig.startAs(name, 'taskOperation', { verb: 'syncCoverage', request }), {
    unended: 0,
  });
});
