import { instantOfLocal, zonedText } from '../../calendar/time-zone.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { instantMs, toUtc } from '../../model/time/window.js';
import { usageError } from '../base/usage-error.js';

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
export function readMoment(flag: string, text: string, timeZone: string, nowMs: number): Moment {
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
