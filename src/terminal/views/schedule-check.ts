import type { ScheduleProblem, ScheduleReport } from '../../model/schedule/schedule-report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/text.js';
import { shortTime } from './schedule-preview.js';

/** A line for each schedule, with one for each kind of trouble under it. */
export const checkLines = (reports: readonly ScheduleReport[], style: Style): string[] =>
  reports.length === 0 ? ['No schedules.'] : reports.flatMap((report) => reportLines(report, style));

function reportLines(report: ScheduleReport, style: Style): string[] {
  const isOk = report.problems.length === 0;
  const word = style.paint(isOk ? 'good' : 'bad', isOk ? 'ok' : 'problem');
  return [
    `${word}  ${cleanText(report.name)}: ${countsText(report)} since ${shortTime(report.since)}`,
    ...report.problems.map((problem) => `  ${problemLine(problem)}`),
  ];
}

/** `3 good, 1 missed`, and whether it is paused. */
export function countsText({ counts, isPaused, pausedTimes }: ScheduleReport): string {
  const parts: [number, string][] = [
    [counts.good, 'good'],
    [counts.running, 'running'],
    [counts.failed, 'failed'],
    [counts.cancelled, 'cancelled'],
    [counts.untaken, 'without a worker'],
    [counts.buffered, 'waiting for the previous one'],
    [counts.missed - pausedTimes, 'missed'],
    [pausedTimes, 'in a pause'],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${isPaused ? 'paused, ' : ''}${told.length === 0 ? 'no times' : told.join(', ')}`;
}

/** One kind of trouble, with its times. */
export function problemLine({ kind, count, firstAt, lastAt, text, workflowId }: ScheduleProblem): string {
  if (kind === 'behind') return text;
  const [first, last] = [shortTime(firstAt), shortTime(lastAt)];
  const when = count === 1 ? last : `${count} times, ${first} to ${last}`;
  return `${when}: ${text}${workflowId === null ? '' : ` (${workflowId})`}`;
}
