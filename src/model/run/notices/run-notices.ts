import { formatCounts } from '../../api/task-run.js';
import { failureNotice } from '../../notification/failure-notice.js';
import type { EndingFailure } from '../../notification/failure-notice.js';
import { factsOf } from '../../notification/facts.js';
import type { NoticeSketch } from '../../notification/notice-of.js';
import { duplicatesText, outcomeText } from '../outcome-text.js';
import type { RunResult } from '../run-result.js';
import type { UnresolvedTrigger } from '../unresolved.js';
import { verdictText } from '../verdict.js';
import type { Verdict } from '../verdict.js';

type Subject = NoticeSketch['subject'];

/** A run as what is told is about it. `name` is its task's, as far as that is known. */
export const runSubject = (name: string): Subject => ({ kind: 'run', name });

/** Whether an end is told of: what a person cancelled is as it was meant to be, unless its end could not be seen. */
export const isToldOf = (verdict: Verdict, mayGoOn: boolean): boolean =>
  verdict === 'cancelled' ? mayGoOn : verdict !== 'good';

/** What is told of the end of a run; null: nothing. */
export function runNotice(name: string, result: RunResult): NoticeSketch | null {
  const { verdict, outcome, runId, taskId, run, window, provenance } = result;
  const mayGoOn = outcome.kind === 'cancel-unconfirmed';
  if (!isToldOf(verdict, mayGoOn)) return null;
  return {
    kind: 'failed',
    subject: runSubject(name),
    title: `Run of ${name} ${mayGoOn ? 'may still be active: its cancel could not be confirmed' : verdictText(verdict)}`,
    evidence: factsOf(
      ['outcome', outcomeText(outcome)],
      ['run', runId],
      ['task', taskId],
      ['window', window === null ? null : `${window.dataStartTime} to ${window.dataEndTime}`],
      ['counts', run === null ? null : formatCounts(run.counts)],
      ['other runs', duplicatesText(provenance)],
    ),
  };
}

/** What is told of a run that could not be triggered, or awaited. */
export const runFailureNotice = (name: string, ended: EndingFailure): NoticeSketch =>
  failureNotice(runSubject(name), `Run of ${name}`, ended);

/** What is told of a trigger of which it is not known whether it started a run. */
export const unresolvedNotice = (
  subject: Subject,
  { taskId, posts, candidates, why }: UnresolvedTrigger,
  taskName: string,
  occurrence = '',
): NoticeSketch => ({
  kind: 'unresolved',
  subject,
  title: `It is not known whether a trigger of ${taskName} started a run`,
  evidence: factsOf(
    ['task', taskId],
    ['requests', String(posts)],
    ['may be it', candidates.length === 0 ? 'no run' : candidates.map(({ runId }) => runId).join(', ')],
    ['why', why],
    ['look', `ax-tasks list-runs ${taskId}`],
  ),
  occurrence,
});
