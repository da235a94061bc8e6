import * as control from '../../client/schedule/control-schedule.js';
import { endWatermark } from '../../client/schedule/watermark.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { CliContext } from '../base/context.js';
import { confirm, requireTerminal } from '../input/confirm.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { requireSchedule } from './find-schedules.js';

export interface DeleteOptions extends CallOptions {
  force?: boolean;
  withWatermark?: boolean;
}

/** Deletes a schedule. Its running work continues, and its watermark is kept unless `--with-watermark` is given. */
export async function deleteSchedule(
  context: CliContext,
  options: DeleteOptions,
  name: string,
): Promise<number> {
  const { withWatermark = false } = options;
  const output = new Output(context, options);
  requireTerminal(options, context);
  return withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    const { scheduleId } = schedule.handle;
    const running = schedule.description.info.runningActions.length;
    if (running > 0)
      output.note(`${running === 1 ? 'A firing goes' : `${running} firings go`}; cancel them separately.`);
    const what = withWatermark ? `${scheduleId} and its watermark` : scheduleId;
    await confirm(`Delete ${what}?`, options, context);
    await control.deleteSchedule(schedule);
    const isForgotten = withWatermark && (await endWatermark(session.client, schedule.name));
    const hasWatermark = schedule.memo.definition.window?.mode === 'watermark';
    if (hasWatermark && !isForgotten)
      output.note(
        'Its watermark is kept: a new schedule with this name continues from it. Pass --with-watermark to delete it.',
      );
    const data = { scheduleId, isDeleted: true, isWatermarkDeleted: isForgotten };
    output.result('schedule-deleted', data, () => [`Deleted ${what}.`]);
    return EXIT.success;
  });
}
