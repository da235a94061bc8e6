import { INDEX_LAG_MS } from '../../model/coverage/coverage-entry.js';
import { formatDuration } from '../../model/time/duration.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import { usageError } from '../base/cli-error.js';
import { readEnds, shownMoment } from '../input/read-ends.js';

export interface RangeFlags {
  start?: string;
  end?: string;
  window?: string;
  timeZone?: string;
}

/** The range of a backfill, with what is to be said of how it was read. */
export interface GivenRange {
  range: Interval;
  timeZone: string;
  notes: string[];
}

/** @throws CliError `Usage` if it is not a range in the past */
export function readRange(flags: RangeFlags, nowMs: number): GivenRange {
  const { startMs, endMs, timeZone, notes } = readEnds(flags, nowMs);
  if (startMs === null || endMs === null)
    throw usageError(
      'A backfill needs --start and --end (exclusive), or --window, so that the same command always means the same windows',
      '--end can be relative, such as now-2h. Spans can be searched about two hours after they were sent.',
    );
  if (startMs >= endMs)
    throw usageError(
      `--start (${shownMoment(flags.start, startMs)}) must be before --end (${shownMoment(flags.end, endMs)})`,
    );
  if (endMs > nowMs)
    throw usageError(
      flags.window === undefined
        ? `--end (${shownMoment(flags.end, endMs)}) is in the future`
        : `--window (${flags.window}) ends in the future (${toUtc(endMs)})`,
      'Pass now-2h or earlier.',
    );
  return {
    range: { startMs, endMs },
    timeZone,
    notes: [...notes, ...lagNotes(endMs, nowMs)],
  };
}

const lagNotes = (endMs: number, nowMs: number): string[] =>
  nowMs - endMs >= INDEX_LAG_MS
    ? []
    : [
        `The range ends ${formatDuration(nowMs - endMs)} ago. Spans can be searched up to two hours late, so a window without spans there does not count as evaluated.`,
      ];
