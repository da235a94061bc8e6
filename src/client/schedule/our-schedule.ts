import { ScheduleClient, ScheduleNotFoundError } from '@temporalio/client';
import type { Client, ListScheduleOptions, ScheduleDescription, ScheduleHandle } from '@temporalio/client';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type { ScheduleMemo } from '../../model/schedule/schedule.js';
import { NotOurScheduleError } from '../errors.js';
import { UNREAD } from '../list.js';

const PREFIX = 'ax-schedule/';

/** A schedule that this product keeps. */
export interface OurSchedule {
  name: string;
  handle: ScheduleHandle;
  description: ScheduleDescription;
  memo: ScheduleMemo;
}

/**
 * The schedule of that name (or ID); null if there is none.
 * @throws {@link NotOurScheduleError} if it was made by other means
 */
export async function findSchedule(client: Client, nameOrId: string): Promise<OurSchedule | null> {
  const name = nameOrId.startsWith(PREFIX) ? nameOrId.slice(PREFIX.length) : nameOrId;
  const handle = client.schedule.getHandle(scheduleId(name));
  try {
    const description = await handle.describe();
    return { name, handle, description, memo: requireOurs(description) };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

function requireOurs({ scheduleId: id, memo, action }: ScheduleDescription): ScheduleMemo {
  const ours = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo | undefined;
  if (memo?.[SCHEDULE_MEMO] !== undefined && ours !== undefined) return ours;
  throw new NotOurScheduleError(id);
}

/** The names of all schedules that this product keeps, in order. Their memos are not decoded: they may be encrypted. */
export async function scheduleNames(client: Client): Promise<string[]> {
  try {
    return await namesIn(client, { query: `ScheduleId STARTS_WITH '${PREFIX}'` });
  } catch (error) {
    // Not every store of Temporal's can be asked so; the SDK makes a TypeError of what is refused.
    if (error instanceof TypeError) return namesIn(client, {});
    throw error;
  }
}

async function namesIn({ connection, options }: Client, list: ListScheduleOptions): Promise<string[]> {
  const lister = new ScheduleClient({ connection, namespace: options.namespace, dataConverter: UNREAD });
  const names: string[] = [];
  for await (const { scheduleId: id, memo } of lister.list(list))
    if (id.startsWith(PREFIX) && memo?.[SCHEDULE_MEMO] !== undefined) names.push(id.slice(PREFIX.length));
  return names.sort();
}
