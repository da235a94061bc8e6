import { stepMemos } from '../../model/pipeline/describe-steps.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { RunPipelineInput } from '../../model/pipeline/inputs.js';
import type { Output } from '../base/output.js';
import { startOrAttach } from '../../client/start.js';
import type { Started } from '../../client/start.js';
import type { Session } from '../session/session.js';
import { howToGoOn } from '../watch/watch-to-end.js';

/** Starts a pipeline, or attaches to the one of that id. */
export function startPlan(session: Session, workflowId: string, input: RunPipelineInput): Promise<Started> {
  const { plan, rerun } = input;
  const steps = stepMemos(plan);
  const what = `pipeline ${plan.name}, ${steps.length} steps`;
  return startOrAttach(session, {
    workflow: WORKFLOWS.runPipeline,
    workflowId,
    input,
    reuse: 'ALLOW_DUPLICATE',
    summary: rerun === undefined ? what : `${what}, ${rerun.kept.length} kept from ${rerun.of.workflowId}`,
    memo: { [STEPS_MEMO]: steps },
  });
}

/** The end of a command that only starts a pipeline. */
export function leaveRunning(
  session: Session,
  { handle: { workflowId }, how }: Started,
  name: string,
  output: Output,
): number {
  const data = { name, workflowId, uiUrl: session.uiUrl(workflowId), attached: how !== 'started' };
  output.result('pipeline-started', data, () => [workflowId]);
  output.note(...howToGoOn(workflowId, session));
  return EXIT.success;
}

/** Where a pipeline that was started is to be found. */
export const placeLines = (session: Session, workflowId: string): string[] => {
  const uiUrl = session.uiUrl(workflowId);
  return [`  workflow     ${workflowId}`, ...(uiUrl === null ? [] : [`  Temporal UI  ${uiUrl}`])];
};
