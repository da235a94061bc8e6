import { isTimeZone } from '../../calendar/time-zone.js';
import { INDEX_LAG_MS } from '../../model/coverage/coverage-entry.js';
import { formatDuration } from '../../model/time/duration.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import { usageError } from '../base/usage-error.js';
import { readMoment } from './read-moment.js';

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
