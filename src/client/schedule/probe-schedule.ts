import { randomUUID } from 'node:crypto';
import type { Client, ScheduleSpecDescription } from '@temporalio/client';
import type { Interval } from '../../model/time/interval.js';
import type { ScheduleDefinition } from '../../model/schedule/schedule.js';
import { InvalidScheduleError } from '../errors.js';
import { matchingTimes } from './matching-times.js';
import { specOf } from './schedule-options.js';
import type { OurSchedule } from './our-schedule.js';

/** What Temporal makes of a definition that may not be applied yet. */
export interface Probe {
  /** As Temporal compiled it: crons have become calendars. */
  spec: ScheduleSpecDescription;
  /** Its times, the nominal ones: without jitter. */
  times(interval: Interval, limit?: number): Promise<number[]>;
}

/**
 * Asks the server about a definition through a temporary schedule that has no actions left: it cannot fire, and
 * Temporal removes it by itself where this process dies before it does.
 * @throws {@link InvalidScheduleError} if Temporal refuses its times
 */
export async function probeSchedule<Result>(
  client: Client,
  definition: ScheduleDefinition,
  work: (probe: Probe) => Promise<Result>,
): Promise<Result> {
  const scheduleId = `ax-schedule-preview/${randomUUID()}`;
  const spec = { ...specOf({ ...definition, jitterMs: 0 }) };
  const nothing = {
    type: 'startWorkflow',
    workflowType: 'none',
    workflowId: scheduleId,
    taskQueue: 'none',
  } as const;
  const state = { remainingActions: 0, note: 'shows times, and fires never' };
  const handle = await client.schedule
    .create({ scheduleId, spec, action: nothing, state })
    .catch((error: unknown) => refuseTimes(error, definition));
  try {
    const { spec: compiled } = await handle.describe();
    return await work({
      spec: compiled,
      times: (interval, limit) => matchingTimes(client, scheduleId, interval, limit),
    });
  } finally {
    await handle.delete();
  }
}

/** The SDK makes a TypeError of what the server refuses. */
function refuseTimes(error: unknown, { name }: ScheduleDefinition): never {
  if (!(error instanceof TypeError)) throw error;
  throw new InvalidScheduleError(`Temporal rejected the times of the schedule ${name}: ${error.message}`, {
    cause: error,
  });
}

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
