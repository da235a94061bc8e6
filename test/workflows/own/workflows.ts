import { CancelledFailure, executeChild, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { BackfillPlan, BackfillResult } from '../../../src/model/backfill/backfill.js';
import type { EnsureTaskInput, EnsureTaskResult } from '../../../src/model/task/ensure-task.js';
import type { RunTaskInput } from '../../../src/model/run/inputs.js';
import type { Plan } from '../../../src/model/pipeline/plan.js';
import type { PipelineResult } from '../../../src/model/pipeline/results.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import type { FiringResult, RunFiringInput } from '../../../src/model/schedule/firing.js';
import {
  ensureTask,
  runBackfill,
  runFiring,
  runPipeline,
  runTask,
  waitForRun,
} from '../../../src/workflows/index.js';

/** The workflows of somebody with a worker of their own: ours beside theirs, in one bundle. */
export * from '../../../src/workflows/index.js';

const { tell } = proxyActivities<{ tell(text: string): Promise<string> }>({ startToCloseTimeout: 10_000 });

export const runSideBySide = (inputs: RunTaskInput[]): Promise<RunResult[]> =>
  Promise.all(inputs.map((input) => runTask(input)));

/** As a newer version would start a run: with a member that this one does not know. */
export function runAsNewer(input: RunTaskInput): Promise<RunResult> {
  const newer = { ...input, ofNewerVersion: true };
  return executeChild(runTask, { args: [newer], workflowId: `${workflowInfo().workflowId}/newer` });
}

export async function runThenTell(input: RunTaskInput): Promise<string> {
  const { verdict } = await runTask(input, { label: 'nightly' });
  return tell(verdict);
}

export async function waitThenTell(runId: string): Promise<string> {
  const { verdict } = await waitForRun({ runId, wait: { pollIntervalMs: 1000 } });
  return tell(verdict);
}

export const callPipeline = (plan: Plan): Promise<PipelineResult> => runPipeline({ plan });

export const pipelineAsChild = (plan: Plan): Promise<PipelineResult> =>
  executeChild(runPipeline, { args: [{ plan }] });

/** Two plans, one after the other. */
export async function callBackfills(plans: BackfillPlan[]): Promise<BackfillResult[]> {
  const results: BackfillResult[] = [];
  for (const plan of plans) results.push(await runBackfill({ plan }));
  return results;
}

export const callFiring = (input: RunFiringInput): Promise<FiringResult> => runFiring(input);

export const ensureTwice = async (input: EnsureTaskInput): Promise<EnsureTaskResult[]> => [
  await ensureTask(input),
  await ensureTask(input),
];

/** What the run had come to when the workflow was cancelled. */
export async function tellWhenCancelled(input: RunTaskInput): Promise<RunResult> {
  try {
    return await runTask(input);
  } catch (error) {
    if (error instanceof CancelledFailure) return error.details[0] as RunResult;
    throw error;
  }
}
