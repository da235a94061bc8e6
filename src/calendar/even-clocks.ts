import { Temporal as Calendar } from 'temporal-polyfill';

/** A stretch of time in which a zone's clock runs without a jump: its local time is the instant plus `offsetMs`. */
export interface EvenClock {
  startMs: number;
  endMs: number;
  offsetMs: number;
}

/**
 * The clock of a zone over `[startMs, endMs)`, cut where it jumps. With it, local times are sums: asking the calendar for
 * each of 10,000 times would take seconds.
 */
export function evenClocks(timeZone: string, startMs: number, endMs: number): EvenClock[] {
  const clocks: EvenClock[] = [];
  let zoned = Calendar.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(timeZone);
  for (;;) {
    const jump = zoned.getTimeZoneTransition('next');
    const isLast = jump === null || jump.epochMilliseconds >= endMs;
    clocks.push({
      startMs: clocks.at(-1)?.endMs ?? startMs,
      endMs: isLast ? endMs : jump.epochMilliseconds,
      offsetMs: zoned.offsetNanoseconds / 1e6,
    });
    if (isLast) return clocks;
    zoned = jump;
  }
}
