import { ScheduleNotFoundError } from '@temporalio/client';
import type { ScheduleDescription, ScheduleHandle } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type { ScheduleMemo } from '../../model/schedule/schedule.js';
import { CliError } from '../../commands/base/cli-error.js';
import type { Session } from '../../commands/session/session.js';

/** A schedule that this product keeps. */
export interface OurSchedule {
  name: string;
  handle: ScheduleHandle;
  description: ScheduleDescription;
  memo: ScheduleMemo;
}

/**
 * The schedule of that name; null where there is none.
 * @throws CliError `NotOurs` for one that was made by other means
 */
export async function findSchedule({ client }: Session, name: string): Promise<OurSchedule | null> {
  const handle = client.schedule.getHandle(scheduleId(name));
  try {
    const description = await handle.describe();
    return { name, handle, description, memo: requireOurs(description) };
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}

/**
 * The schedule of that name, which may also be given by its id.
 * @throws CliError `ScheduleNotFound`, `NotOurs`, both with exit code 4
 */
export async function requireSchedule(session: Session, nameOrId: string): Promise<OurSchedule> {
  const name = nameOrId.replace(/^ax-schedule\//, '');
  const found = await findSchedule(session, name);
  if (found !== null) return found;
  throw new CliError(`There is no schedule ${JSON.stringify(name)}.`, {
    exitCode: EXIT.refused,
    code: 'ScheduleNotFound',
    hint: `See the ones there are with \`ax-tasks schedule list${session.flags}\`.`,
  });
}

function requireOurs({ scheduleId: id, memo, action }: ScheduleDescription): ScheduleMemo {
  const ours = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo | undefined;
  if (memo?.[SCHEDULE_MEMO] !== undefined && ours !== undefined) return ours;
  throw new CliError(`The schedule ${id} was not made by ax-tasks: it is left alone.`, {
    exitCode: EXIT.refused,
    code: 'NotOurs',
    hint: 'Choose another name, or delete that schedule with Temporal’s own means.',
  });
}
