import { EXIT } from '../../model/temporal/exit-codes.js';
import { formatPauseNote, parsePauseNote, resumedAfter } from '../../model/schedule/pause-note.js';
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

/** Lets a schedule fire no more until it is resumed; what runs goes on. */
export async function pauseSchedule(
  context: CliContext,
  options: PauseOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { handle, description } = await requireSchedule(session, name);
    const { paused, note = '' } = description.state;
    if (paused) return say(output, handle.scheduleId, 'paused', note, 'It is paused already');
    const before = parsePauseNote(note)?.before ?? [];
    const text = formatPauseNote({ state: 'paused', ...authorOf(context, options), before });
    await handle.pause(text);
    return say(output, handle.scheduleId, 'paused', text, 'Paused');
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
    const { handle, description } = await requireSchedule(session, name);
    const { paused, note = '' } = description.state;
    if (!paused) return say(output, handle.scheduleId, 'active', note, 'It is not paused');
    const resumed = formatPauseNote(resumedAfter(parsePauseNote(note), authorOf(context, options)));
    await handle.unpause(resumed);
    return say(output, handle.scheduleId, 'active', resumed, 'Resumed');
  });
}

const authorOf = (
  context: CliContext,
  { by, reason }: PauseOptions,
): { atMs: number; by: string; reason: string | null } => ({
  atMs: context.nowMs(),
  // The note is read again, and a colon ends the name there.
  by: (by ?? userName(context)).replaceAll(':', '-'),
  reason: reason ?? null,
});

function say(output: Output, scheduleId: string, state: string, note: string, what: string): number {
  output.result('schedule-state', { scheduleId, state, note }, () => [`${what}: ${scheduleId}`]);
  return EXIT.success;
}
