import { isExactMoment, MOMENT_FORMS, momentOf, WINDOW_FORMS, windowOf } from '../../calendar/moment.js';
import { isTimeZone, zonedText } from '../../calendar/time-zone.js';
import { toUtc } from '../../model/time/window.js';
import { usageError } from '../base/cli-error.js';

/** The flags of a stretch of time, as they were given. */
export interface EndFlags {
  start?: string | undefined;
  end?: string | undefined;
  window?: string | undefined;
  timeZone?: string | undefined;
}

/** A stretch of time with what is to be said of how it was read. Times are in milliseconds since 1970. */
export interface GivenEnds {
  startMs: number | null;
  endMs: number | null;
  timeZone: string;
  notes: string[];
}

/** @throws CliError `Usage` unless it is the name of a time zone. */
function readZone(timeZone = 'UTC'): string {
  if (isTimeZone(timeZone)) return timeZone;
  throw usageError(
    `--time-zone is ${JSON.stringify(timeZone)}, expected the name of a time zone, like Europe/Berlin or UTC`,
  );
}

/**
 * Reads the ends of a stretch of time, by two flags or by --window.
 * @throws CliError `Usage` if one is not a time, or if both forms are given
 */
export function readEnds(
  { start, end, window, timeZone }: EndFlags,
  nowMs: number,
  names: readonly [start: string, end: string] = ['--start', '--end'],
): GivenEnds {
  const zone = readZone(timeZone);
  if (window !== undefined) {
    if (start !== undefined || end !== undefined)
      throw usageError(
        `--window is given with ${start === undefined ? names[1] : names[0]}: pass one of them`,
      );
    return readWindow(window, zone, nowMs);
  }
  const moments = [start, end].map((text, at) =>
    text === undefined ? null : readMoment(names[at] ?? '', text, zone, nowMs),
  );
  const [from = null, to = null] = moments;
  return {
    startMs: from?.ms ?? null,
    endMs: to?.ms ?? null,
    timeZone: zone,
    notes: moments.flatMap((moment) => moment?.reading ?? []),
  };
}

function readWindow(text: string, timeZone: string, nowMs: number): GivenEnds {
  const found = windowOf(text, timeZone, nowMs);
  if (found === null) throw usageError(`--window is ${JSON.stringify(text)}, expected ${WINDOW_FORMS}`);
  const [start, end] = [found.startMs, found.endMs].map((ms) => zonedText(ms, timeZone));
  return {
    ...found,
    timeZone,
    notes: [`--window ${text} is ${start} to ${end} (${toUtc(found.startMs)} to ${toUtc(found.endMs)}).`],
  };
}

/** A moment as it was given, and how it was read. */
export interface Moment {
  ms: number;
  /** Null if it was given with its zone. */
  reading: string | null;
}

/** @throws CliError `Usage` if it is not a time */
export function readMoment(flag: string, text: string, timeZone: string, nowMs: number): Moment {
  const ms = momentOf(text, timeZone, nowMs);
  if (ms === null)
    throw usageError(`${flag} is ${JSON.stringify(text)}, expected a time`, `Pass ${MOMENT_FORMS}.`);
  if (isExactMoment(text)) return { ms, reading: null };
  return { ms, reading: `${flag} ${text} is ${zonedText(ms, timeZone)} (${toUtc(ms)}).` };
}

/** A moment for messages: as it was given if it has its zone, else in UTC. */
export const shownMoment = (text: string | undefined, ms: number): string =>
  text !== undefined && isExactMoment(text) ? text : toUtc(ms);
