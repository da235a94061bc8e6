import { formatDuration } from '../../model/time/duration.js';
import type { FiringSummary, ScheduleReport } from '../../model/schedule/schedule-report.js';
import type { Style, Tone } from '../style.js';
import { formatFacts } from '../text/facts.js';
import type { Fact } from '../text/facts.js';
import { formatTable } from '../text/table.js';
import { relativeTime } from '../text/time.js';
import { countsText, problemLine } from './schedule-check.js';
import { firedQualityLines } from './fired-quality-lines.js';
import { firingTable, shortTime } from './schedule-preview.js';
import { outcomeText } from '../../model/run/outcome-text.js';
import type { FiredWindow } from '../../model/schedule/firing.js';
import { seenText } from '../../model/schedule/settling.js';
import type { Column } from '../text/table-layout.js';

/** A schedule in a list; null for what cannot be read. Times are ISO 8601 with zone. */
export interface ScheduleRow {
  name: string;
  scheduleId: string;
  times: string | null;
  work: string | null;
  isPaused: boolean | null;
  next: string | null;
  last: FiringSummary | null;
  /** Since a day ago. */
  missed: number | null;
  problems: number | null;
  /** Why it cannot be read: it is encrypted, and the key is not here. Absent: it was read. */
  unreadable?: string;
}

export const scheduleTable = (schedules: readonly ScheduleRow[], style: Style, nowMs: number): string[] =>
  schedules.length === 0
    ? ['No schedules.']
    : formatTable(
        [
          { title: 'SCHEDULE', value: ({ name }) => name, tone: () => 'strong' },
          { title: 'TIMES', value: ({ times }) => times ?? 'encrypted', wraps: true },
          { title: 'WORK', value: ({ work }) => work ?? '–', wraps: true },
          {
            title: 'NEXT',
            drop: 1,
            value: ({ isPaused, next }) => (isPaused === true ? 'paused' : relativeTime(next, nowMs)),
            tone: ({ isPaused }) => (isPaused === true ? 'warn' : 'plain'),
          },
          { title: 'LAST', value: ({ last }) => lastText(last, nowMs), drop: 2 },
          {
            title: 'MISSED',
            value: ({ missed }) => String(missed ?? '–'),
            align: 'right',
            tone: ({ missed }) => ((missed ?? 0) > 0 ? 'bad' : 'dim'),
          },
        ],
        schedules,
        style,
      );

// It may have started since it was asked what time it is.
const lastText = (last: FiringSummary | null, nowMs: number): string =>
  last === null
    ? '–'
    : `${last.result?.verdict ?? last.state} ${relativeTime(last.startedAt, Math.max(nowMs, Date.parse(last.startedAt)))}`;

/** All about a schedule. */
export interface ScheduleDetails {
  times: string;
  window: string | null;
  settle: string | null;
  notify: string | null;
  work: string;
  policies: string;
  appliedAt: string;
  description: string | null;
  firings: readonly { at: string; local: string; windows: readonly { start: string; end: string }[] }[];
  last: readonly FiringSummary[];
  report: ScheduleReport;
}

export const detailLines = (details: ScheduleDetails, style: Style): string[] => [
  ...formatFacts(factsOf(details), style),
  '',
  ...firingTable(details.firings, style),
  '',
  ...firingLines(details.last, style),
  ...firedQualityLines(details.last, style),
  ...problemLines(details.report, style),
];

function factsOf({ report, ...details }: ScheduleDetails): Fact[] {
  return [
    ['schedule', report.name, 'strong'],
    ['id', report.scheduleId],
    ['about', details.description],
    ['work', details.work],
    ['times', details.times],
    ['window', details.window],
    ['settle', details.settle],
    ['notifies', details.notify],
    ['policies', details.policies],
    ['applied', shortTime(details.appliedAt)],
    ['state', report.isPaused ? 'paused' : 'active', report.isPaused ? 'warn' : 'good'],
    ['note', report.note],
    ['watermark', watermarkText(report)],
    ['firings', `${countsText(report)} since ${shortTime(report.since)}`],
    ['by Temporal', countersText(report)],
  ];
}

function watermarkText({ watermark, behindMs }: ScheduleReport): string | null {
  if (behindMs === null) return null;
  return `${watermark === null ? 'nothing is proven yet' : shortTime(watermark)}, ${formatDuration(behindMs)} behind`;
}

function countersText({ counters }: ScheduleReport): string {
  const { fired, missedCatchup, skippedByOverlap, droppedFromBuffer } = counters;
  return `${fired} fired, ${skippedByOverlap} skipped by overlap, ${missedCatchup} past the catch-up window, ${droppedFromBuffer} dropped`;
}

const problemLines = ({ problems }: ScheduleReport, style: Style): string[] =>
  problems.length === 0
    ? []
    : ['', style.paint('bad', 'Problems:'), ...problems.map((problem) => `  ${problemLine(problem)}`)];

interface FiringRow {
  firing: FiringSummary;
  fired: FiredWindow | null;
}

/** The windows of firings, with what became of each. */
export const firingLines = (firings: readonly FiringSummary[], style: Style): string[] =>
  firings.length === 0
    ? ['No firings.']
    : formatTable(
        [
          { title: 'FIRED FOR', value: ({ firing }) => shortTime(firing.nominalAt) },
          { title: 'RESULT', value: wordOf, tone: toneOf },
          { title: 'WINDOW', value: ({ fired }) => windowText(fired), wraps: true },
          { title: 'OUTCOME', value: outcomeOf, wraps: true },
          ...settledColumn(firings),
          { title: 'RUN', value: ({ fired }) => fired?.runId ?? '–' },
          { title: 'WORKFLOW', value: ({ firing, fired }) => fired?.workflowId ?? firing.workflowId },
        ],
        firings.flatMap(rowsOf),
        style,
      );

/** Only where there was a settle gate. */
function settledColumn(firings: readonly FiringSummary[]): Column<FiringRow>[] {
  const hasGate = firings.some(({ result }) => result?.windows.some(({ settled }) => settled !== null));
  return hasGate ? [{ title: 'SETTLED', value: settledText, wraps: true }] : [];
}

function settledText({ fired }: FiringRow): string {
  const settled = fired?.settled ?? null;
  return settled === null ? '–' : `${settled.isSettled ? 'yes' : 'no'}: ${seenText(settled)}`;
}

/** A firing that ended worse than each of its windows has a row of its own, which says why. */
function rowsOf(firing: FiringSummary): FiringRow[] {
  const windows = firing.result?.windows ?? [];
  const isToldByThem = windows.some(({ verdict }) => verdict === (firing.result?.verdict ?? 'good'));
  const rows = windows.map((fired): FiringRow => ({ firing, fired }));
  return isToldByThem ? rows : [...rows, { firing, fired: null }];
}

const wordOf = ({ firing, fired }: FiringRow): string =>
  fired?.verdict ?? (firing.state === 'untaken' ? 'no worker' : firing.state);

function toneOf({ firing, fired }: FiringRow): Tone {
  const state = fired?.verdict ?? firing.state;
  if (state === 'good') return 'good';
  return state === 'running' ? 'live' : 'bad';
}

function windowText(fired: FiredWindow | null): string {
  const window = fired?.window ?? null;
  return window === null ? '–' : `${shortTime(window.dataStartTime)} to ${shortTime(window.dataEndTime)}`;
}

function outcomeOf({ firing, fired }: FiringRow): string {
  const outcome = fired?.outcome ?? null;
  return outcome === null ? (fired?.reason ?? firing.result?.note ?? '–') : outcomeText(outcome);
}
