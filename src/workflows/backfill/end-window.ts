import { workflowInfo } from '@temporalio/workflow';
import { unresolvedWindowNotice } from '../../model/backfill/backfill-notices.js';
import type { BackfillProblem } from '../../model/backfill/backfill.js';
import { canaryRange, isWithin, windowsByState } from '../../model/backfill/backfill-board.js';
import { fateOf, tooManyFailures } from '../../model/backfill/backfill-end.js';
import type { WindowEnd, WindowFate } from '../../model/backfill/backfill-end.js';
import { duplicatesText } from '../../model/run/outcome-text.js';
import type { Interval } from '../../model/time/interval.js';
import { sumOfCounts } from '../../model/api/task-run.js';
import { instantMs } from '../../model/time/window.js';
import type { RunReport } from '../../model/api/task-run.js';
import { pauseByItself, stopPermanently } from './refuse.js';
import type { Backfill } from './backfill.js';
import { asWindow } from './fence-for.js';
import { reportWindow } from '../shared/report.js';

const MAX_PROBLEMS = 200;
/** How much the newest run counts in what is typical. */
const NEWEST_SHARE = 0.2;

/** A window's run has ended, or it has come to its end without one. */
export function endWindow(
  backfill: Backfill,
  at: number,
  end: Pick<WindowEnd, 'run' | 'outcome' | 'isFinal'>,
): void {
  const window = backfill.windows[at];
  if (window === undefined) return;
  const runId = backfill.live.get(at)?.runId ?? null;
  backfill.live.delete(at);
  backfill.hasNews = true;
  if (end.run !== null) learnFrom(backfill, end.run);
  const attempts = backfill.attempts.get(at) ?? 1;
  const fate = fateOf({ ...end, window, attempts }, backfill.plan);
  settle(backfill, at, fate);
  reportWindow(backfill.plan.task.name, backfill.states[at]);
  if (fate.state === 'split' || fate.problem === null) return;
  tell(backfill, { at, window: asWindow(window), runId, outcome: fate.problem, reason: end.outcome.reason });
  judgeFailure(backfill, window);
}

/** It could not be told whether the window has a run. */
export function endUnresolved(backfill: Backfill, at: number, reason: string): void {
  const window = backfill.windows[at];
  if (window === undefined) return;
  backfill.live.delete(at);
  backfill.unseen++;
  backfill.states[at] = 'unresolved';
  reportWindow(backfill.plan.task.name, 'unresolved');
  const problem = { at, window: asWindow(window), runId: null, outcome: 'unresolved' as const, reason };
  tell(backfill, problem);
  // The others are in what is told at the end.
  if (windowsByState(backfill.states).unresolved === 1)
    backfill.teller.tell(unresolvedWindowNotice(backfill.plan, problem, workflowInfo().workflowId));
  judgeFailure(backfill, window);
}

/** It could not be told whether the window has another run beside the one that counts, and why. */
export function noteDuplicates(
  backfill: Backfill,
  at: number,
  runId: string,
  duplicatesUnknown: string,
): void {
  const window = backfill.windows[at];
  if (window === undefined) return;
  const why = duplicatesText({ duplicatesUnknown });
  const known = backfill.problems.find((problem) => problem.at === at);
  const reason = [known?.reason ?? null, why].filter((text) => text !== null).join('; ');
  const own = { at, window: asWindow(window), runId, outcome: 'duplicates-unknown' as const };
  tell(backfill, { ...(known ?? own), reason });
}

function settle(backfill: Backfill, at: number, fate: WindowFate): void {
  // Nothing begins any more, so what would be tried again has failed.
  const isOver = fate.state === 'waiting' && (backfill.isCancelled || backfill.stopped !== null);
  backfill.states[at] = isOver ? 'failed' : fate.state;
  if (fate.state === 'waiting') backfill.attempts.set(at, (backfill.attempts.get(at) ?? 1) + 1);
  if (fate.state !== 'split') return;
  for (const half of fate.halves) {
    backfill.windows.push(half);
    backfill.states.push('waiting');
  }
}

function learnFrom(backfill: Backfill, run: RunReport): void {
  backfill.counts = sumOfCounts([backfill.counts, run.counts]);
  const tookMs = (instantMs(run.finishedAt ?? '') ?? Number.NaN) - (instantMs(run.createdAt) ?? Number.NaN);
  if (!(tookMs >= 0)) return;
  backfill.typicalMs = (backfill.typicalMs ?? tookMs) * (1 - NEWEST_SHARE) + tookMs * NEWEST_SHARE;
}

function tell(backfill: Backfill, problem: BackfillProblem): void {
  const others = backfill.problems.filter(({ at }) => at !== problem.at);
  backfill.problems = [...others, problem].slice(-MAX_PROBLEMS);
}

function judgeFailure(backfill: Backfill, window: Interval): void {
  if (backfill.isCancelled) return;
  const { failures } = backfill.plan.options;
  const reason = tooManyFailures(windowsByState(backfill.states), failures);
  if (reason !== null && failures?.then === 'stop') stopPermanently(backfill, reason);
  else if (reason !== null) pauseByItself(backfill, reason);
  if (!isWithin(window, canaryRange(backfill))) return;
  const { dataStartTime } = asWindow(window);
  pauseByItself(backfill, `the first windows are to end well, and that of ${dataStartTime} did not`);
}
