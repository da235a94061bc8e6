import type { WorkflowExecutionDescription } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import { planRerun, rowsNeeded } from '../../model/pipeline/rerun.js';
import type { RerunChoice, RerunPlan } from '../../model/pipeline/rerun.js';
import type { StepResult } from '../../model/pipeline/results.js';
import { allSteps } from '../../model/pipeline/step-order.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { inParallel } from '../../client/in-parallel.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { readInput } from '../../client/payload.js';
import { readResults, withAllItems } from '../../client/pipeline/read-pipeline.js';
import { startRerun } from '../../client/pipeline/start-pipeline.js';
import { openWorkflow } from '../../client/workflow.js';
import { requireStep } from './require-step.js';
import { leaveRunning, placeLines, startOptionsOf } from './start-plan.js';

export interface RerunOptions extends CallOptions {
  key?: string;
  detach?: boolean;
  cancelOnInterrupt?: boolean;
  from?: string;
  failed?: boolean;
}

/**
 * Runs a pipeline that ended again, as a new one: steps that ended well keep their results, and are not triggered again.
 * The same rerun of the same run is one pipeline: repeated, the command attaches to it, also after its end.
 */
export async function rerunPipeline(
  context: CliContext,
  options: RerunOptions,
  workflowId: string,
): Promise<number> {
  const choice = choiceOf(options);
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { description: former } = await openWorkflow(session.client, workflowId, 'pipeline');
    requireEnded(former, session);
    const input = await readInput<RunPipelineInput>(session.client, former);
    const { name } = input.plan;
    const rerun = await decide(session, former, input, choice);
    const kept = [...rerun.kept, ...rerun.partly];
    const of = { workflowId, executionId: former.runId };
    const started = await startRerun(
      session.client,
      input,
      { of, kept, attempts: rerun.attempts },
      { ...startOptionsOf(session, options), choice },
    );
    output.note(...announce(started, name, rerun, session));
    if (options.detach === true) return leaveRunning(session, started, name, output);
    const { cancelOnInterrupt = false } = options;
    const { workflowId: newId } = started.handle;
    const end = await watchToEnd(session, newId, output, context, { cancelOnInterrupt });
    return conclude(end, newId, session, output);
  });
}

function choiceOf({ from, failed }: RerunOptions): RerunChoice {
  if (from !== undefined) return { kind: 'from', step: from };
  if (failed === true) return { kind: 'failed' };
  throw usageError(
    'Nothing selected to rerun: pass --failed or --from STEP.',
    'To run the whole pipeline again, use `ax-tasks run FILE`.',
  );
}

function requireEnded({ workflowId, status }: WorkflowExecutionDescription, { flags }: Session): void {
  if (status.name !== 'RUNNING') return;
  throw new CliError(`${workflowId} is still running: only a finished pipeline can be rerun.`, {
    exitCode: EXIT.refused,
    code: 'StillRunning',
    hint: `Retry a failed step with \`ax-tasks pipeline retry ${workflowId} STEP${flags}\`, or cancel the pipeline with \`ax-tasks workflow cancel\`.`,
  });
}

async function decide(
  session: Session,
  former: WorkflowExecutionDescription,
  { plan, rerun }: RunPipelineInput,
  choice: RerunChoice,
): Promise<RerunPlan> {
  const { workflowId } = former;
  if (choice.kind === 'from') requireStep(allSteps(plan), choice.step, { workflowId });
  const results = await readResults(session.client, former, plan.steps);
  const decided = planRerun(plan, results, rerun?.attempts ?? {}, choice);
  if (choice.kind === 'from' || decided.kept.length < plan.steps.length) {
    const needed = rowsNeeded(plan, decided);
    const restore = (steps: StepResult[]) =>
      inParallel(10, steps, (step) =>
        needed.has(step.id) ? withAllItems(session.client, former, step) : Promise.resolve(step),
      );
    return { ...decided, kept: await restore(decided.kept), partly: await restore(decided.partly) };
  }
  throw new CliError(`All steps of ${workflowId} succeeded: nothing to rerun.`, {
    exitCode: EXIT.refused,
    code: 'NothingFailed',
    hint: 'Pass --from STEP to rerun a step and the steps that depend on it.',
  });
}

const NAMES_SHOWN = 10;

function announce(
  { how, handle }: Awaited<ReturnType<typeof startRerun>>,
  name: string,
  { kept, partly, runs }: RerunPlan,
  session: Session,
): string[] {
  const place = placeLines(session, handle.workflowId);
  switch (how) {
    case 'started':
      return [
        `Rerunning ${name}: ${runs.length} ${runs.length === 1 ? 'step' : 'steps'} to run, ${kept.length} reused.`,
        `  runs         ${listed(runs)}`,
        ...(kept.length === 0 ? [] : [`  kept         ${listed(kept.map(({ id }) => id))}`]),
        ...partly.map((step) => `  kept         ${goodItems(step)} of ${step.id}`),
        ...place,
      ];
    case 'running':
      return ['Attached to the same rerun, which is already running.', ...place];
    case 'finished':
      return [
        'The same rerun was made before; this is its result. Nothing was started.',
        ...place,
        `  to rerun it  ax-tasks pipeline rerun ${handle.workflowId} --failed${session.flags}`,
      ];
  }
}

const listed = (ids: readonly string[]): string =>
  ids.length <= NAMES_SHOWN
    ? ids.join(', ')
    : `${ids.slice(0, NAMES_SHOWN).join(', ')} and ${ids.length - NAMES_SHOWN} more`;

function goodItems({ items = [] }: StepResult): string {
  const good = items.filter(({ state }) => state === 'succeeded').length;
  return `${good} of the ${items.length} items`;
}
