import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RESULT_MEMO } from '../../src/model/temporal/memos.js';
import type { RunTaskInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { until } from '../support/until.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

let rig: WorkflowRig;
beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const input = (task: string, trigger: RunTaskInput['intent']['trigger'], key: string): RunTaskInput => ({
  intent: { task, space: 'research', trigger, key },
  wait: { pollIntervalMs: 1000 },
  settleMs: 300,
  shareDataset: true,
});
const intents: RunTaskInput[] = Array.from({ length: 12 }, (_, i) => [
  input('score-experiments', { overrideEvaluations: true }, `${i}`),
  input('generate-answers', { experimentName: `storm-${i}` }, `${i}`),
  input(
    'nightly-hallucination',
    {
      dataStartTime: `2026-10-${10 + i}T00:00:00Z`,
      dataEndTime: `2026-10-${11 + i}T00:00:00Z`,
      overrideEvaluations: true,
    },
    `${i}`,
  ),
]).flat();

test('intents that are all cancelled at once, wherever they are, leave no run behind', async () => {
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: 'always' });
  const handles = await Promise.all(intents.map((intent) => rig.start('runTask', intent)));
  await until(() => rig.simulator.journal().runs.length >= intents.length / 3);
  await Promise.all(handles.flatMap((handle) => [handle.cancel(), handle.cancel()]));
  const results = await Promise.all(
    handles.map(async (handle) => {
      await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
      return (await handle.describe()).memo?.[RESULT_MEMO] as RunResult;
    }),
  );
  expect(new Set(results.map(({ outcome }) => outcome.kind))).toEqual(new Set(['cancelled-by-us']));
  const { runs } = rig.simulator.journal();
  expect(runs.filter(({ status }) => status !== 'CANCELLED')).toEqual([]);
  const reported = results.map(({ runId }) => runId).filter((runId) => runId !== null);
  expect(new Set(reported)).toEqual(new Set(runs.map(({ runId }) => runId)));
});
