import type { WorkflowExecutionDescription } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { Plan } from '../../model/pipeline/plan.js';
import { changedBeyondGates, isGateFailed } from '../../model/pipeline/rerun/judge-again.js';
import { planRerun, rowsNeeded } from '../../model/pipeline/rerun/plan-rerun.js';
import type { RerunChoice } from '../../model/pipeline/rerun/plan-rerun.js';
import type { EndedPipeline, RerunPlan } from '../../model/pipeline/rerun/ended-pipeline.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { allSteps } from '../../model/pipeline/step-order.js';
import { inParallel } from '../../client/in-parallel.js';
import { readResults, withAllItems } from '../../client/pipeline/read-pipeline.js';
import { suggestion } from '../../model/base/near-name.js';
import { CliError } from '../base/cli-error.js';
import type { Session } from '../session/session.js';
import { requireStep } from './require-step.js';

/** Decides what a rerun of an ended pipeline keeps and runs, with its own plan or a changed one. */
export async function decideRerun(
  session: Session,
  former: WorkflowExecutionDescription,
  input: RunPipelineInput,
  choice: RerunChoice,
  plan: Plan,
): Promise<RerunPlan> {
  const { workflowId } = former;
  if (choice.kind === 'from') requireStep(allSteps(plan), choice.step, { workflowId });
  const results = await readResults(session.client, former, input.plan.steps);
  const ended: EndedPipeline = { plan: input.plan, results, attempts: input.rerun?.attempts ?? {} };
  const decided = planRerun(ended, choice, plan);
  requireWork(workflowId, choice, decided, plan, results);
  const needed = rowsNeeded(plan, decided);
  const restore = (steps: StepResult[]) =>
    inParallel(10, steps, (step) =>
      needed.has(step.id) ? withAllItems(session.client, former, step) : Promise.resolve(step),
    );
  return {
    ...decided,
    kept: await restore(decided.kept),
    partly: await restore(decided.partly),
    judged: await restore(decided.judged),
  };
}

function requireWork(
  workflowId: string,
  { kind }: RerunChoice,
  decided: RerunPlan,
  plan: Plan,
  results: EndedPipeline['results'],
): void {
  if (kind === 'gates') return requireGates(workflowId, decided, plan, results);
  if (kind === 'from' || decided.kept.length < plan.steps.length) return;
  throw new CliError(`All steps of ${workflowId} succeeded: nothing to rerun.`, {
    exitCode: EXIT.refused,
    code: 'NothingFailed',
    hint: 'Pass --from STEP to rerun a step and the steps that depend on it.',
  });
}

function requireGates(
  workflowId: string,
  decided: RerunPlan,
  plan: Plan,
  results: EndedPipeline['results'],
): void {
  const changed = changedBeyondGates(decided, results);
  if (changed.length > 0) {
    const what = changed.map(({ id, members }) => `${id} (${members.join(', ')})`).join(', ');
    throw new CliError(`The file changes more than the gates of steps that have run: ${what}.`, {
      exitCode: EXIT.refused,
      code: 'StepsChanged',
      hint: 'Pass --failed instead of --gates to run changed steps again.',
    });
  }
  if (decided.judged.length > 0) return;
  requireJudgedSteps(workflowId, plan, results);
  throw new CliError(`No gate of ${workflowId} failed: nothing to judge again.`, {
    exitCode: EXIT.refused,
    code: 'NothingFailed',
    hint: 'Pass --failed to rerun the steps that did not succeed.',
  });
}

/** A gate that failed is not judged if the file calls its step otherwise. */
function requireJudgedSteps(workflowId: string, plan: Plan, results: EndedPipeline['results']): void {
  const ids = allSteps(plan).map(({ id }) => id);
  const missing = [...results.values()].find((result) => isGateFailed(result) && !ids.includes(result.id));
  if (missing === undefined) return;
  const { id } = missing;
  throw new CliError(
    `The gate of step ${id} of ${workflowId} failed, but the file has no step ${JSON.stringify(id)}${suggestion(id, ids) || '.'}`,
    {
      exitCode: EXIT.refused,
      code: 'UnknownStep',
      hint: 'A gate is judged again under the id that its step had.',
    },
  );
}
