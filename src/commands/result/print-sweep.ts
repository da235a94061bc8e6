import { readWorkflowResult } from '../../client/workflow.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { orphansLeft } from '../../model/sweep/sweep.js';
import { sweepLines } from '../../terminal/views/sweep-view.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';

/**
 * The result of a sweep that closed, also of one that was cancelled while it dealt with orphans.
 * @throws the workflow's failure if it has no result
 */
export const readSweep = (session: Session, workflowId: string): Promise<SweepResult> =>
  readWorkflowResult(session.client, workflowId);

/** Prints what a sweep found as data; success means that no orphan is left. */
export function printSweep(
  result: SweepResult,
  workflowId: string,
  session: Session,
  output: Output,
): ExitCode {
  const data = { workflowId, uiUrl: session.uiUrl(workflowId), result };
  output.result('sweep', data, (style) => sweepLines(result, style, Date.now()));
  return orphansLeft(result) === 0 ? EXIT.success : EXIT.failed;
}
