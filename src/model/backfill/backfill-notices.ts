import { formatCounts } from '../api/task-run.js';
import { formatShare } from '../base/numbers.js';
import { factsOf, firstFacts } from '../notification/facts.js';
import type { Evidence } from '../notification/notice.js';
import type { NoticeSketch } from '../notification/notice-of.js';
import { isToldOf } from '../run/notices/run-notices.js';
import { verdictText } from '../run/verdict.js';
import { BAD_STATES, windowsByState } from './backfill-board.js';
import type { BackfillBoard } from './backfill-board.js';
import type { BackfillPause, BackfillProblem, BackfillResult } from './backfill.js';
import { windowsText } from './details-text.js';

/** A backfill as what is told is about it, by the name of its task. */
export const backfillSubject = (taskName: string): NoticeSketch['subject'] => ({
  kind: 'backfill',
  name: taskName,
});

const SHOWN = 10;

/** What is told of the end of a backfill; null: nothing. `wasPaused`: it had paused by itself. */
export function backfillNotice(
  result: BackfillResult,
  workflowId: string,
  wasPaused: boolean,
): NoticeSketch | null {
  const { task, verdict, problems } = result;
  const unseen = problems.filter(({ outcome }) => outcome === 'cancel-unconfirmed');
  const evidence = figuresOf(result);
  if (verdict === 'good' && wasPaused)
    return {
      kind: 'recovered',
      subject: backfillSubject(task.name),
      title: `Backfill of ${task.name} recovered: it had paused by itself, and ended well`,
      evidence,
    };
  if (!isToldOf(verdict, unseen.length > 0)) return null;
  const isCancelled = verdict === 'cancelled';
  const what = isCancelled ? 'was cancelled, and runs of it may still be active' : verdictText(verdict);
  return {
    kind: 'failed',
    subject: backfillSubject(task.name),
    title: `Backfill of ${task.name} ${what}`,
    evidence: [
      ...evidence,
      ...firstFacts((isCancelled ? unseen : problems).map(problemFact), SHOWN),
      ...factsOf(['run again', `ax-tasks backfill retry ${workflowId} --failed --unfinished`]),
    ],
  };
}

const figuresOf = ({ range, windows, counts, runs, stopped }: BackfillResult): Evidence[] =>
  factsOf(
    ['range', `${range.dataStartTime} to ${range.dataEndTime}`],
    ['windows', windowsText(windows, false)],
    ['runs', String(runs)],
    ['spans', formatCounts(counts)],
    ['stopped', stopped],
  );

const problemFact = ({ window, outcome, runId, reason }: BackfillProblem): Evidence => ({
  name: window.dataStartTime,
  value: [outcome, runId, reason].filter((text) => text !== null).join(', '),
});

/** What is told of a backfill that paused by itself; `pauses` counts this pause too. */
export function pauseNotice(
  board: BackfillBoard,
  { pauses, ...pause }: BackfillPause & { pauses: number },
  workflowId: string,
): NoticeSketch {
  const { plan, states } = board;
  const windows = windowsByState(states);
  const bad = [...BAD_STATES, 'unresolved' as const].reduce((sum, state) => sum + windows[state], 0);
  const ended = bad + windows.evaluated + windows.nothingToDo + windows.empty;
  const { failures } = plan.options;
  return {
    kind: 'backfill-paused',
    subject: backfillSubject(plan.task.name),
    title: `Backfill of ${plan.task.name} paused: ${pause.reason ?? 'by itself'}`,
    evidence: factsOf(
      [
        'failed',
        `${bad} of ${ended} windows that have ended${ended === 0 ? '' : `, ${formatShare(bad / ended)}`}`,
      ],
      [
        'bound',
        failures === null ? null : `${formatShare(failures.share)} once ${failures.after} windows have ended`,
      ],
      ['windows', windowsText(windows, true)],
      ['resume', pause.isFinal === true ? null : `ax-tasks backfill resume ${workflowId}`],
      ['cancel', `ax-tasks backfill cancel ${workflowId}`],
    ),
    occurrence: `pause ${pauses}`,
  };
}

/** What is told of the first window of which it is not known whether its trigger started a run. */
export const unresolvedWindowNotice = (
  { task }: { task: { name: string } },
  { window, reason }: BackfillProblem,
  workflowId: string,
): NoticeSketch => ({
  kind: 'unresolved',
  subject: backfillSubject(task.name),
  title: `Backfill of ${task.name}: it is not known whether the trigger of a window started a run`,
  evidence: factsOf(
    ['window', `${window.dataStartTime} to ${window.dataEndTime}`],
    ['why', reason],
    ['look and run again', `ax-tasks backfill retry ${workflowId} --unresolved`],
  ),
});
