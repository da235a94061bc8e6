import { EXIT } from '../../model/temporal/exit-codes.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type { ScheduleMemo } from '../../model/schedule/schedule.js';
import { CliError } from '../../commands/base/cli-error.js';
import type { OurSchedule } from './our-schedule.js';
import type { DefinedSchedule } from './schedule-options.js';

/**
 * Changes a schedule that was looked at before.
 * @throws CliError `ScheduleChanged` where somebody else has applied another definition since
 */
export function updateSchedule(
  { handle, memo }: Pick<OurSchedule, 'handle' | 'memo'>,
  options: DefinedSchedule,
): Promise<void> {
  // The SDK sends no conflict token: what comes between this look and its request is not seen.
  return handle.update(({ action, state }) => {
    const now = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo | undefined;
    if (now?.appliedAt !== memo.appliedAt) {
      throw overtaken('ScheduleChanged', `The schedule ${handle.scheduleId} was changed`);
    }
    // What was paused stays so, with its note.
    return { ...options, state };
  });
}

/** Somebody else did it first; `what` is the beginning of a sentence. */
export const overtaken = (code: string, what: string, cause?: unknown): CliError =>
  new CliError(`${what} by somebody else just now.`, {
    exitCode: EXIT.refused,
    code,
    hint: 'Apply it again to see what differs.',
    cause,
  });
