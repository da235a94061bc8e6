import type { Client } from '@temporalio/client';
import type { Interval } from '../../model/time/interval.js';
import { matchingTimes } from './matching-times.js';
import type { OurSchedule } from './our-schedule.js';
import { probeSchedule } from './probe-schedule.js';

/** A time of a schedule, and when it fires with its jitter. Milliseconds since 1970. */
export interface NominalTime {
  nominalMs: number;
  firesMs: number;
}

/** The nominal times of a schedule in an interval. */
export async function nominalTimes(
  client: Client,
  { handle, memo: { definition } }: OurSchedule,
  interval: Interval,
): Promise<NominalTime[]> {
  const { jitterMs } = definition;
  const reach = { startMs: interval.startMs, endMs: interval.endMs + jitterMs };
  const firesMs = await matchingTimes(client, handle.scheduleId, reach);
  if (jitterMs === 0) return firesMs.map((ms) => ({ nominalMs: ms, firesMs: ms }));
  const nominal = await probeSchedule(client, definition, (probe) => probe.times(interval));
  return nominal.map((ms) => ({ nominalMs: ms, firesMs: firesMs.find((each) => each >= ms) ?? ms }));
}
