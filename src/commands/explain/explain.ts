import type { WorkflowExecutionDescription } from '@temporalio/client';
import { describeWorkflow, readWorkflowResult } from '../../client/workflow.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { isBadStage, isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { explanationLines } from '../../terminal/views/workflow-views.js';
import type { ExplainedStep } from '../../terminal/views/workflow-views.js';
import type { CliContext } from '../base/context.js';
import { explainError } from '../base/explain-error.js';
import { Output } from '../base/output.js';
import { requireStep } from '../pipeline/require-step.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { inParallel } from '../../client/in-parallel.js';
import { readConclusion } from '../../client/observe/read-conclusion.js';
import { takeSnapshot } from '../../client/observe/take-snapshot.js';
import { explainStep } from './explain-step.js';
import { explainWorkflow } from './explain-workflow.js';
import { gather } from './gather.js';

/** The maximum number of steps that are explained if none is named. */
const MAX_STEPS = 20;

/** Why a workflow, or a step of a pipeline, does not get on, in sentences. Asks Temporal alone. */
export async function explain(
  context: CliContext,
  options: CallOptions,
  workflowId: string,
  stepId?: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const snapshot = await takeSnapshot(session.client, workflowId, null);
    const chosen = stepId === undefined ? telling(snapshot) : [requireStep(snapshot.steps, stepId, snapshot)];
    const description = await describeWorkflow(session.client, workflowId);
    const end = await readConclusion(session.client, description);
    const failure = await failureOf(session, snapshot);
    const whole = await explainWorkflow(session, { ...snapshot, ...end }, failure, context.nowMs());
    const steps = await explainSteps(session, { snapshot, description }, chosen, context.nowMs());
    const hidden = stepId === undefined ? openSteps(snapshot).length - chosen.length : 0;
    const data = {
      workflowId,
      type: snapshot.type,
      status: snapshot.status,
      verdict: end.verdict,
      uiUrl: session.uiUrl(workflowId),
    };
    output.result('explanation', { ...data, ...whole, steps }, (style) =>
      explanationLines({ ...whole, steps, hidden }, style),
    );
    return EXIT.success;
  });
}

/** What has not ended, or ended badly. */
const openSteps = ({ steps }: WorkflowSnapshot): StepSnapshot[] =>
  steps.filter((step) => !isFinal(step) || (isBadStage(step) && step.stage !== 'detached'));

/** Of these the ones under way first, then those that failed, then those that wait. */
function telling(snapshot: WorkflowSnapshot): StepSnapshot[] {
  const open = snapshot.steps.length === 1 ? snapshot.steps : openSteps(snapshot);
  const chosen = [...open].sort((a, b) => rank(a) - rank(b)).slice(0, MAX_STEPS);
  return open.filter((step) => chosen.includes(step));
}

const rank = (step: StepSnapshot): number => (step.stage === 'waiting' ? 2 : isFinal(step) ? 1 : 0);

async function explainSteps(
  session: Session,
  { snapshot, description }: { snapshot: WorkflowSnapshot; description: WorkflowExecutionDescription },
  steps: readonly StepSnapshot[],
  nowMs: number,
): Promise<ExplainedStep[]> {
  return inParallel(5, steps, async (step) => {
    const explained = explainStep(await gather(session, snapshot, description, step, nowMs));
    return { id: step.id, stage: step.stage, ...explained };
  });
}

const ENDED_WITHOUT_RESULT: ReadonlySet<string> = new Set(['FAILED', 'TERMINATED', 'TIMED_OUT']);

/** Why a workflow ended without a result, in its own words; null of others. */
async function failureOf(
  { client }: Session,
  { status, type, workflowId, executionId }: WorkflowSnapshot,
): Promise<string | null> {
  if (!ENDED_WITHOUT_RESULT.has(status)) return null;
  // The one step of a lone run says it.
  if (type === WORKFLOWS.runTask || type === WORKFLOWS.waitForRun) return null;
  try {
    await readWorkflowResult(client, workflowId, executionId);
    return null;
  } catch (error) {
    return explainError(error).message;
  }
}
