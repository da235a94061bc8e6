import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import type { RunPipelineInput } from '../../src/model/pipeline/inputs.js';
import type { RunTaskInput, WaitForRunInput } from '../../src/model/run/inputs.js';
import type { Plan } from '../../src/model/pipeline/plan.js';
import type { TrialIntent } from './subject.js';

/** Short, so that trials are short; a run that shows up later than this is late. */
const SETTLE_MS = 2000;

/** The workflow that a trial starts, with its input. */
export function workflowCall(intent: TrialIntent): {
  readonly workflow: string;
  readonly input: RunTaskInput | RunPipelineInput | WaitForRunInput;
} {
  const { shape, runId, wait } = intent;
  if (runId !== null) return { workflow: WORKFLOWS.waitForRun, input: { runId, wait } };
  if (shape === 'pipeline') return { workflow: WORKFLOWS.runPipeline, input: { plan: planOf(intent) } };
  const [first] = intent.tasks;
  if (first === undefined) throw new Error(`trial ${intent.id} has no task`);
  const { taskId: task, trigger } = first;
  return {
    workflow: WORKFLOWS.runTask,
    input: { intent: { task, trigger }, wait, settleMs: SETTLE_MS, shareDataset: true },
  };
}

const stepId = (at: number): string => `step-${at + 1}`;

const planOf = ({ id, tasks, wait }: TrialIntent): Plan => ({
  version: 1,
  name: id,
  labels: {},
  steps: tasks.map(({ taskId, trigger }, at) => ({
    id: stepId(at),
    needs: at === 0 ? [] : [stepId(at - 1)],
    task: taskId,
    trigger,
    experimentsFrom: [],
    shareDataset: true,
    ...wait,
  })),
});
