import { figuresOf, startsMore } from '../../model/backfill/backfill-figures.js';
import type { BackfillFigures } from '../../model/backfill/backfill-figures.js';
import type { BackfillMemo } from '../../model/backfill/backfill.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import { windowsText } from '../../model/backfill/details-text.js';
import { formatDuration } from '../../model/time/duration.js';
import { formatShare } from '../../model/base/numbers.js';
import { formatCounts, totalOf } from '../../model/api/task-run.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/text.js';
import { progressBar } from '../text/counts.js';
import { clockTime } from '../../model/time/window.js';
import { relativeTime } from '../text/time.js';

const BAR_COLUMNS = 40;

/** How a backfill stands, in a few lines for a region that is drawn anew. */
export function backfillProgressLines(
  memo: BackfillMemo,
  style: Style,
  nowMs: number,
  isOver: boolean,
): string[] {
  const standing = figuresOf(memo, nowMs, isOver);
  const columns = Math.max(10, Math.min(BAR_COLUMNS, style.columns - 40));
  return [
    `${style.paint('strong', cleanText(memo.task.name))}  ${doneText(standing)}`,
    progressBar(standing.share, columns, style),
    windowsText(memo.windows, startsMore(memo, isOver)),
    paceText(memo, standing, isOver),
    ...(totalOf(memo.counts) === 0 ? [] : [formatCounts(memo.counts)]),
    ...holdUps(memo, nowMs).map((line) => style.paint('warn', line)),
  ];
}

/** The same in one line, for logs. */
export function backfillLine(memo: BackfillMemo, nowMs: number, isOver: boolean): string {
  const standing = figuresOf(memo, nowMs, isOver);
  return `${cleanText(memo.task.name)}: ${doneText(standing)}, ${windowsText(memo.windows, startsMore(memo, isOver))}; ${paceText(memo, standing, isOver)}`;
}

/** How a snapshot's backfill stands, for each output alike: after its end nothing holds it up, and its pace is that of its end. */
export function standingOf({ backfill, closedAt, status }: WorkflowSnapshot, nowMs: number): Standing | null {
  const progress = backfill?.progress ?? null;
  if (progress === null) return null;
  if (status === 'RUNNING') return { memo: progress, atMs: nowMs, isOver: false };
  const memo = { ...progress, paused: null, throttledUntil: null };
  return { memo, atMs: closedAt === null ? nowMs : Date.parse(closedAt), isOver: true };
}

/** Progress, and the moment that it is about. */
interface Standing {
  memo: BackfillMemo;
  atMs: number;
  isOver: boolean;
}

/** `120 of 400 windows ended (30%)`. */
const doneText = ({ ended, total, share }: BackfillFigures): string =>
  `${ended} of ${total} ${total === 1 ? 'window' : 'windows'} ended (${formatShare(Math.floor(share * 1000) / 1000)})`;

/** `10 of at most 10 at once, 131 runs so far, 4.2 windows a minute, about 1h 10m left`. */
function paceText(
  { limit, runs, windows }: BackfillMemo,
  { perMinute, leftMs }: BackfillFigures,
  isOver: boolean,
): string {
  const runsText = `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  return [
    ...(isOver ? [runsText] : [`${windows.running} of at most ${limit} at once`, `${runsText} so far`]),
    ...(perMinute === null ? [] : [`${rate(perMinute)} windows a minute`]),
    ...(leftMs === null || leftMs === 0 ? [] : [`about ${formatDuration(leftMs)} left`]),
  ].join(', ');
}

const rate = (perMinute: number): string =>
  perMinute >= 10 ? String(Math.round(perMinute)) : String(Number(perMinute.toPrecision(2)));

/** What keeps it from beginning more, in sentences. */
export function holdUps({ paused, stopped, throttledUntil }: BackfillMemo, nowMs: number): string[] {
  const isThrottled = throttledUntil !== null && Date.parse(throttledUntil) > nowMs;
  return [
    ...(paused === null
      ? []
      : [
          `Paused by ${cleanText(paused.by)} ${relativeTime(paused.at, nowMs)}${paused.reason === null ? '' : ` (${cleanText(paused.reason)})`}: no new runs start.`,
        ]),
    ...(stopped === null ? [] : [`Stopped: ${cleanText(stopped).replace(/\.$/, '')}. No new runs start.`]),
    ...(isThrottled
      ? [`Throttled: the service allows no requests until ${clockTime(throttledUntil, nowMs)}.`]
      : []),
  ];
}
