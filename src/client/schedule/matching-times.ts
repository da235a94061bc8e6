import type { Client } from '@temporalio/client';
import type { Interval } from '../../model/time/interval.js';
import { TooManyTimesError } from '../errors.js';

/** Temporal answers with no more than this at once. */
const PAGE = 1000;
/** A schedule of every second has fewer in a day. */
const MAX_TIMES = 100_000;

/**
 * The times of a schedule in an interval, by the server's own calendar: it differs from other calendars where clocks change.
 * They have the schedule's jitter on them, and its pauses, overlaps and catch-up window are ignored.
 * @throws {@link TooManyTimesError} unless `limit` says how many will do
 */
export async function matchingTimes(
  client: Client,
  scheduleId: string,
  { startMs, endMs }: Interval,
  limit?: number,
): Promise<number[]> {
  const timesMs: number[] = [];
  // The start is exclusive on the server, the end inclusive.
  for (let fromMs = startMs - 1; timesMs.length < (limit ?? MAX_TIMES); fromMs = timesMs.at(-1) ?? endMs) {
    const { startTime } = await client.workflowService.listScheduleMatchingTimes({
      namespace: client.options.namespace,
      scheduleId,
      startTime: timestamp(fromMs),
      endTime: timestamp(endMs - 1),
    });
    const page = startTime ?? [];
    timesMs.push(
      ...page.map(({ seconds, nanos }) => Number(seconds ?? 0) * 1000 + Math.floor((nanos ?? 0) / 1e6)),
    );
    if (page.length < PAGE) break;
  }
  if (limit === undefined && timesMs.length >= MAX_TIMES)
    throw new TooManyTimesError(`${scheduleId} has more than ${MAX_TIMES} times in this period.`);
  return timesMs.slice(0, limit);
}

type ScheduleTimestamp = NonNullable<
  Parameters<Client['workflowService']['listScheduleMatchingTimes']>[0]['startTime']
>;

function timestamp(ms: number): ScheduleTimestamp {
  const seconds = Math.floor(ms / 1000);
  // A number does where the type has a Long.
  return {
    seconds: seconds as unknown as NonNullable<ScheduleTimestamp['seconds']>,
    nanos: (ms - seconds * 1000) * 1e6,
  };
}
