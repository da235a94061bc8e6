import { readWorkflowResult } from '../../client/workflow.js';
import type { BackfillResult } from '../../model/backfill/backfill.js';
import { EXIT, exitCodeOfVerdict } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { windowCount } from '../../model/backfill/window-list.js';
import type { Window } from '../../model/time/window.js';
import { backfillResultLines } from '../../terminal/views/backfill-result-lines.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';
import { placeOf } from './result-document.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { orphansLeft } from '../../model/sweep/sweep.js';
import { sweepLines } from '../../terminal/views/sweep-view.js';

/**
 * The result of a backfill that closed, also of one that was cancelled.
 * @throws the workflow's failure if it has no result
 */
export const readBackfill = (session: Session, workflowId: string): Promise<BackfillResult> =>
  readWorkflowResult(session.client, workflowId);

/** Prints the result of a backfill, how to run again what was left, and returns the exit code that it means. */
export async function printBackfill(
  result: BackfillResult,
  workflowId: string,
  session: Session,
  output: Output,
): Promise<ExitCode> {
  const place = await placeOf(workflowId, session);
  // A backfill that continued as new started before its last execution.
  const data = { ...place, startedAt: result.startedAt, endedAt: result.endedAt, result };
  output.result('backfill', data, (style) => backfillResultLines(result, data, style));
  output.note(...whatIsLeft(result, workflowId, session));
  return exitCodeOfVerdict(result.verdict);
}

function whatIsLeft(
  { task, range, failed, notBegun, unresolved }: BackfillResult,
  workflowId: string,
  { flags }: Session,
): string[] {
  const asked = [
    ...(windowCount(failed) > 0 ? [' --failed'] : []),
    ...(windowCount(notBegun) > 0 ? [' --unfinished'] : []),
    ...(windowCount(unresolved) > 0 ? [' --unresolved'] : []),
  ];
  if (asked.length === 0) return [];
  return [
    `To run the rest:  ax-tasks backfill retry ${workflowId}${asked.join('')}${flags}`,
    ...(windowCount(unresolved) > 0 ? [`Before that:      ${lookAtUnresolved(task, range, flags)}`] : []),
  ];
}

// A retry would evaluate again what has a run after all.
const lookAtUnresolved = ({ id }: BackfillResult['task'], range: Window, flags: string): string =>
  `ax-tasks coverage ${id} --start ${range.dataStartTime} --end ${range.dataEndTime}${flags}  # shows which unresolved windows have a run`;

/** The end of a cancel, which succeeded if nothing is active any more. */
export async function concludeCancel(
  session: Session,
  workflowId: string,
  output: Output,
): Promise<ExitCode> {
  const result = await readBackfill(session, workflowId);
  await printBackfill(result, workflowId, session, output);
  return result.problems.some(({ outcome }) => outcome === 'cancel-unconfirmed') ? EXIT.failed : EXIT.success;
}

/**
 * The result of a sweep that closed, also of one that was cancelled while it dealt with orphans.
 * @throws the workflow's failure if it has no result
 */
export const readSweep = (session: Session, workflowId: string): Promise<SweepResult> =>
  readWorkflowResult(session.client, workflowId);

/** Prints what a sweep found as data; success means that no orphan is left, and no task is unknown. */
export function printSweep(
  result: SweepResult,
  workflowId: string,
  session: Session,
  output: Output,
): ExitCode {
  const data = { workflowId, uiUrl: session.uiUrl(workflowId), result };
  output.result('sweep', data, (style) => sweepLines(result, style, Date.now()));
  const isClean = orphansLeft(result) === 0 && result.looked.unknownTasks === 0;
  return isClean ? EXIT.success : EXIT.failed;
}
