import { readWorkflowResult } from '../../client/workflow.js';
import { EXIT, exitCodeOfVerdict } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { ResultDocument } from '../../model/pipeline/result-document.js';
import type { PipelineResult } from '../../model/pipeline/results.js';
import type { RunResult } from '../../model/run/run-result.js';
import { pipelineResultLines, runResultLines } from '../../terminal/views/result-views.js';
import { printBackfill, readBackfill, printSweep, readSweep } from './print-results.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';
import type { FollowEnd } from '../watch/follow.js';
import { resultDocumentOf } from './result-document.js';
import { nextCommands } from '../watch/watch-to-end.js';

/**
 * The result of a workflow that closed, also of one that was cancelled.
 * @throws the workflow's failure if it has no result
 */
export const readResult = (session: Session, workflowId: string): Promise<RunResult | PipelineResult> =>
  readWorkflowResult(session.client, workflowId);

export const isPipelineResult = (result: RunResult | PipelineResult): result is PipelineResult =>
  'steps' in result;

/** The lines for people have no trends: nobody has to wait for them. */
const isDocumentShown = ({ isText, reports }: Output): boolean =>
  !isText || reports.html !== null || reports.summary !== null;

// What draws reports is large, and most results need none.
async function writeReportsIfAsked(document: ResultDocument, output: Output): Promise<void> {
  const { junit, html, summary, isAnnotated } = output.reports;
  if (!isAnnotated && [junit, html, summary].every((file) => file === null)) return;
  const { writeReports } = await import('./write-reports.js');
  writeReports(document, output);
}

/** Prints a result as data, writes the reports that were asked for, and returns the exit code that it means. */
export async function printResult(
  result: RunResult | PipelineResult,
  workflowId: string,
  session: Session,
  output: Output,
  more: object = {},
): Promise<ExitCode> {
  const document = await resultDocumentOf(
    result,
    workflowId,
    session,
    isDocumentShown(output) ? output : null,
  );
  const { kind, data } = document;
  output.result(kind, { ...data, ...more }, (style) =>
    kind === 'pipeline'
      ? pipelineResultLines(data.result, data, style)
      : runResultLines(data.result, data, style),
  );
  await writeReportsIfAsked(document, output);
  if (isPipelineResult(result) && result.verdict !== 'good' && result.verdict !== 'running') {
    output.note(
      `To see why:    ax-tasks explain ${workflowId}${session.flags}`,
      `To rerun it:   ax-tasks pipeline rerun ${workflowId} --failed${session.flags}`,
      ...(result.steps.some(({ state, gate }) => state === 'failed' && gate?.answer === 'fail')
        ? [`To judge its gates by a changed file:  ax-tasks pipeline rerun ${workflowId} --gates --file FILE`]
        : []),
    );
  }
  return exitCodeOfVerdict(result.verdict);
}

/** Whether it was a sweep that was watched: its result is of another kind. */
export const isSweep = ({ snapshot }: Pick<FollowEnd, 'snapshot'>): boolean =>
  snapshot?.type === WORKFLOWS.sweepRuns;

/** Whether it was a backfill that was watched. */
export const isBackfill = ({ snapshot }: Pick<FollowEnd, 'snapshot'>): boolean =>
  snapshot?.type === WORKFLOWS.runBackfill;

/** Workflows whose result has a verdict. Others, like a single call, only end. */
export const HAS_VERDICT: ReadonlySet<string> = new Set([
  WORKFLOWS.runTask,
  WORKFLOWS.waitForRun,
  WORKFLOWS.runPipeline,
]);

async function printOther(workflowId: string, session: Session, output: Output): Promise<ExitCode> {
  const result = await readWorkflowResult(session.client, workflowId);
  const data = { workflowId, uiUrl: session.uiUrl(workflowId), result: result ?? null };
  output.result('workflow', data, () => ['completed']);
  return EXIT.success;
}

/** The end of a command that watched: prints the result, with `more` in its document, or how to watch the workflow again. */
export async function conclude(
  { why, snapshot }: FollowEnd,
  workflowId: string,
  session: Session,
  output: Output,
  more: object = {},
): Promise<ExitCode> {
  if (isSweep({ snapshot }) && why === 'closed')
    return printSweep(await readSweep(session, workflowId), workflowId, session, output);
  if (isBackfill({ snapshot }) && why === 'closed')
    return printBackfill(await readBackfill(session, workflowId), workflowId, session, output);
  if (why === 'closed' && !HAS_VERDICT.has(snapshot?.type ?? ''))
    return printOther(workflowId, session, output);
  if (why === 'closed')
    return printResult(await readResult(session, workflowId), workflowId, session, output, more);
  const place = { workflowId, uiUrl: session.uiUrl(workflowId) };
  if (!output.isText) output.result('watch', { ...place, ended: why, snapshot }, () => []);
  output.note(
    why === 'timeout'
      ? 'Stopped waiting at the timeout; the workflow continues.'
      : 'Stopped watching; the workflow continues.',
    ...nextCommands(workflowId, session),
  );
  return why === 'timeout' ? EXIT.stillRunning : EXIT.interrupted;
}
