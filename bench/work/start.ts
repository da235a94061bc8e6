import { randomUUID } from 'node:crypto';
import type { RunTaskInput, WaitForRunInput } from '../../src/model/run/inputs.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { WORKFLOWS, type WorkflowTypes } from '../../src/model/temporal/workflow-types.js';
import type { BareWorkflow } from '../bare/protocol.js';
import type { BenchTask } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';

const HOUR_MS = 3_600_000;
/** The simulator indexes spans an hour after they arrived, and ours count windows as early that are younger than a day. */
const YOUNGEST_MS = 48 * HOUR_MS;
const startedMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
let windows = 0;

/** An hour that no run was asked for before. */
function freshWindow(): { readonly dataStartTime: string; readonly dataEndTime: string } {
  windows += 1;
  const endMs = startedMs - YOUNGEST_MS - windows * HOUR_MS;
  return {
    dataStartTime: new Date(endMs - HOUR_MS).toISOString(),
    dataEndTime: new Date(endMs).toISOString(),
  };
}

/** The same as the service takes it. */
export function wireWindow(): Readonly<Record<string, string>> {
  const { dataStartTime, dataEndTime } = freshWindow();
  return { data_start_time: dataStartTime, data_end_time: dataEndTime };
}

/** How the task of a run is named. */
export type Naming = 'by ID' | 'by name';

const taskOf = ({ id, name, space }: BenchTask, naming: Naming): { task: string; space?: string } =>
  naming === 'by ID' ? { task: id } : { task: name, space };

/** An evaluation of an hour of its own, waited for. */
export const evaluationInput = (
  task: BenchTask,
  naming: Naming = 'by ID',
  pollIntervalMs?: number,
): RunTaskInput => ({
  intent: { ...taskOf(task, naming), trigger: freshWindow() },
  wait: pollIntervalMs === undefined ? {} : { pollIntervalMs },
  tolerance: { allowEmpty: true },
});

/** An experiment under a derived name, beside others of its dataset. */
export const experimentInput = (
  task: BenchTask,
  naming: Naming = 'by ID',
  pollIntervalMs?: number,
): RunTaskInput => ({
  intent: { ...taskOf(task, naming), trigger: { maxExamples: 1 } },
  wait: pollIntervalMs === undefined ? {} : { pollIntervalMs },
  shareDataset: true,
});

/** Runs `runTask` to its end. @throws Error if it did not end well: nothing was measured then. */
export async function executeRun({ temporal, queue }: Stack, input: RunTaskInput): Promise<RunResult> {
  const result = await temporal.client.workflow.execute<WorkflowTypes['runTask']>(WORKFLOWS.runTask, {
    taskQueue: queue,
    workflowId: `bench-run-${randomUUID()}`,
    args: [input],
  });
  return requireGood(result);
}

/** Waits in a workflow for a run that was triggered elsewhere. */
export async function executeWait({ temporal, queue }: Stack, input: WaitForRunInput): Promise<RunResult> {
  const result = await temporal.client.workflow.execute<WorkflowTypes['waitForRun']>(WORKFLOWS.waitForRun, {
    taskQueue: queue,
    workflowId: `bench-wait-${randomUUID()}`,
    args: [input],
  });
  return requireGood(result);
}

function requireGood(result: RunResult): RunResult {
  if (result.verdict === 'good') return result;
  throw new Error(`a run ended as ${result.outcome.kind}`);
}

export async function executeBare({ temporal, bareQueue }: Stack, workflow: BareWorkflow): Promise<void> {
  await temporal.client.workflow.execute(workflow, {
    taskQueue: bareQueue,
    workflowId: `bench-bare-${randomUUID()}`,
    args: [],
  });
}
