import { parseDurationMs } from '../../../model/time/duration.js';

/** The milliseconds of a duration that was checked; undefined where there is none. */
export const inMs = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : (parseDurationMs(duration) ?? undefined);
