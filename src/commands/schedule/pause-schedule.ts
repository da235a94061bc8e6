import { EXIT } from '../../model/temporal/exit-codes.js';
import * as control from '../../client/schedule/control-schedule.js';
import type { Author } from '../../client/schedule/control-schedule.js';
import type { CliContext } from '../base/context.js';
import { userName } from '../input/user-name.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { requireSchedule } from './find-schedules.js';

export interface PauseOptions extends CallOptions {
  reason?: string;
  by?: string;
}

/** Pauses a schedule until it is resumed; running work continues. */
export async function pauseSchedule(
  context: CliContext,
  options: PauseOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    const { note, isChanged } = await control.pauseSchedule(schedule, authorOf(context, options));
    const { scheduleId } = schedule.handle;
    return say(output, scheduleId, 'paused', note, isChanged ? 'Paused' : 'Already paused');
  });
}

/** Lets a schedule fire again; what it missed is not made up for. */
export async function resumeSchedule(
  context: CliContext,
  options: PauseOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    const { note, isChanged } = await control.resumeSchedule(schedule, authorOf(context, options));
    const { scheduleId } = schedule.handle;
    return say(output, scheduleId, 'active', note, isChanged ? 'Resumed' : 'Not paused');
  });
}

const authorOf = (context: CliContext, { by, reason }: PauseOptions): Author => ({
  atMs: context.nowMs(),
  // The note is read again, and a colon ends the name there.
  by: (by ?? userName(context)).replaceAll(':', '-'),
  reason: reason ?? null,
});

function say(output: Output, scheduleId: string, state: string, note: string, what: string): number {
  output.result('schedule-state', { scheduleId, state, note }, () => [`${what}: ${scheduleId}`]);
  return EXIT.success;
}
