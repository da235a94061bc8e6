import { isTimeZone, instantOfLocal, zonedText } from '../../calendar/time-zone.js';
import { INDEX_LAG_MS } from '../../model/coverage/coverage-entry.js';
import { formatDuration, parseDurationMs } from '../../model/time/duration.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc, instantMs } from '../../model/time/window.js';
import { usageError } from '../base/cli-error.js';

export interface RangeFlags {
  start?: string;
  end?: string;
  timeZone?: string;
}

/** The range of a backfill, with what is to be said of how it was read. */
export interface GivenRange {
  range: Interval;
  timeZone: string;
  notes: string[];
}

/** @throws CliError `Usage` if it is not a range in the past */
export function readRange({ start, end, timeZone = 'UTC' }: RangeFlags, nowMs: number): GivenRange {
  if (!isTimeZone(timeZone))
    throw usageError(
      `--time-zone is ${JSON.stringify(timeZone)}, expected the name of a time zone, like Europe/Berlin or UTC`,
    );
  if (start === undefined || end === undefined)
    throw usageError(
      'A backfill needs --start and --end (exclusive), so that the same command always means the same windows',
      '--end can be relative, such as now-2h. Spans can be searched about two hours after they were sent.',
    );
  const [from, to] = [
    readMoment('--start', start, timeZone, nowMs),
    readMoment('--end', end, timeZone, nowMs),
  ];
  if (from.ms >= to.ms)
    throw usageError(`--start (${toUtc(from.ms)}) must be before --end (${toUtc(to.ms)})`);
  if (to.ms > nowMs) throw usageError(`--end (${toUtc(to.ms)}) is in the future`, 'Pass now-2h or earlier.');
  const readings = [from.reading, to.reading].filter((reading) => reading !== null);
  return {
    range: { startMs: from.ms, endMs: to.ms },
    timeZone,
    notes: [...readings, ...lagNotes(to.ms, nowMs)],
  };
}

const lagNotes = (endMs: number, nowMs: number): string[] =>
  nowMs - endMs >= INDEX_LAG_MS
    ? []
    : [
        `The range ends ${formatDuration(nowMs - endMs)} ago. Spans can be searched up to two hours late, so a window without spans there does not count as evaluated.`,
      ];

/** A moment as it was given, and how it was read. */
export interface Moment {
  ms: number;
  /** Null if it was given with its zone. */
  reading: string | null;
}

const MINUTE_MS = 60_000;

/**
 * A moment: with its zone (`2026-11-01T00:00:00Z`), by the clock of the time zone (`2026-11-01`, `2026-11-01T06:00`), or
 * before now by the full minute (`now-2h`).
 * @throws CliError `Usage` if it is not a time
 */
function readMoment(flag: string, text: string, timeZone: string, nowMs: number): Moment {
  const exact = instantMs(text);
  if (exact !== null) return { ms: exact, reading: null };
  const ms = beforeNow(text, nowMs) ?? instantOfLocal(text, timeZone);
  if (ms === null)
    throw usageError(
      `${flag} is ${JSON.stringify(text)}, expected a time`,
      'Pass a time with its zone (2026-11-01T00:00:00Z), a local time in --time-zone (2026-11-01 or 2026-11-01T06:00), or now-2h.',
    );
  return { ms, reading: `${flag} ${text} is ${zonedText(ms, timeZone)} (${toUtc(ms)}).` };
}

function beforeNow(text: string, nowMs: number): number | null {
  if (!text.startsWith('now')) return null;
  const back = text === 'now' ? 0 : text.startsWith('now-') ? parseDurationMs(text.slice(4)) : null;
  return back === null ? null : Math.floor((nowMs - back) / MINUTE_MS) * MINUTE_MS;
}
