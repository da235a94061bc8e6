import { ScheduleClient } from '@temporalio/client';
import type { ListScheduleOptions } from '@temporalio/client';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import { UNREAD } from '../../commands/workflow/list-workflows.js';
import type { Session } from '../../commands/session/session.js';
import { inParallel } from '../in-parallel.js';
import { findSchedule, requireSchedule } from './our-schedule.js';
import type { OurSchedule } from './our-schedule.js';

const AT_ONCE = 8;
const PREFIX = 'ax-schedule/';

/** The schedules of these names, or all that this product keeps where none is given, by name. */
export async function ourSchedules(session: Session, names: readonly string[]): Promise<OurSchedule[]> {
  if (names.length > 0) return inParallel(AT_ONCE, names, (name) => requireSchedule(session, name));
  const all = await scheduleNames(session);
  const found = await inParallel(AT_ONCE, all, (name) => findSchedule(session, name));
  // One that is gone since it was listed is none.
  return found.filter((schedule) => schedule !== null);
}

/** Of all schedules that this product keeps, in order. Their memos are not looked at: what is in them may be encrypted. */
export async function scheduleNames(session: Session): Promise<string[]> {
  try {
    return await namesIn(session, { query: `ScheduleId STARTS_WITH '${PREFIX}'` });
  } catch (error) {
    // Not every store of Temporal's can be asked so; the SDK makes a TypeError of what is refused.
    if (error instanceof TypeError) return namesIn(session, {});
    throw error;
  }
}

async function namesIn(
  { client: { connection, options } }: Session,
  list: ListScheduleOptions,
): Promise<string[]> {
  const lister = new ScheduleClient({ connection, namespace: options.namespace, dataConverter: UNREAD });
  const names: string[] = [];
  for await (const { scheduleId, memo } of lister.list(list))
    if (scheduleId.startsWith(PREFIX) && memo?.[SCHEDULE_MEMO] !== undefined)
      names.push(scheduleId.slice(PREFIX.length));
  return names.sort();
}
