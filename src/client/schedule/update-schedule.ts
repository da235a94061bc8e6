import { ScheduleAlreadyRunning } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type { ScheduleMemo } from '../../model/schedule/schedule.js';
import { ScheduleConflictError } from '../errors.js';
import type { OurSchedule } from './our-schedule.js';
import type { DefinedSchedule } from './schedule-options.js';

/** @throws {@link ScheduleConflictError} if there is one of this name */
export async function createSchedule(
  { schedule }: Client,
  name: string,
  options: DefinedSchedule,
): Promise<void> {
  try {
    await schedule.create({ scheduleId: scheduleId(name), ...options, memo: { [SCHEDULE_MEMO]: name } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    throw new ScheduleConflictError(error.scheduleId, 'created', error);
  }
}

/**
 * Changes a schedule that was read before; a paused one stays paused, with its note.
 * @throws {@link ScheduleConflictError} if somebody else has applied another definition since
 */
export function updateSchedule(
  { handle, memo }: Pick<OurSchedule, 'handle' | 'memo'>,
  options: DefinedSchedule,
): Promise<void> {
  // The SDK sends no conflict token: what comes between this read and its request is not noticed.
  return handle.update(({ action, state }) => {
    const now = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo | undefined;
    if (now?.appliedAt !== memo.appliedAt) throw new ScheduleConflictError(handle.scheduleId, 'changed');
    return { ...options, state };
  });
}
