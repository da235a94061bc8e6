import { EXIT } from '../../model/temporal/exit-codes.js';
import { scheduleId } from '../../model/temporal/names.js';
import { timesInWords, workInWords } from '../../model/schedule/schedule-words.js';
import { scheduleTable } from '../../terminal/views/schedule-views.js';
import type { ScheduleRow } from '../../terminal/views/schedule-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { inParallel } from '../../client/in-parallel.js';
import { DEFAULT_SINCE_MS } from './check-schedules.js';
import { inspectSchedule } from '../../client/schedule/inspect-schedule.js';
import { lastFirings } from '../../client/schedule/list-firings.js';
import { findSchedule, scheduleNames } from '../../client/schedule/our-schedule.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';

const AT_ONCE = 4;

/** The schedules that this product keeps, with how they did in the last day. */
export async function listSchedules(context: CliContext, options: CallOptions): Promise<number> {
  const output = new Output(context, options);
  const nowMs = context.nowMs();
  const listed = await withSession(context, options, async (session) =>
    inParallel(AT_ONCE, await scheduleNames(session.client), (name) => rowOf(session, name, nowMs)),
  );
  // One that is gone since it was listed is none.
  const schedules = listed.filter((row) => row !== null);
  output.result('schedules', { schedules }, (style) => scheduleTable(schedules, style, nowMs));
  const [unread] = schedules.flatMap(({ unreadable }) => unreadable ?? []);
  if (unread !== undefined) output.warn(`Some schedules could not be read. ${unread}`);
  return EXIT.success;
}

/** Null if the schedule does not exist. One that cannot be decrypted does not hide the others. */
async function rowOf(session: Session, name: string, nowMs: number): Promise<ScheduleRow | null> {
  try {
    const schedule = await findSchedule(session.client, name);
    return schedule === null ? null : await readRow(session, schedule, nowMs);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EncryptionError') throw error;
    return unreadRow(name, error.message);
  }
}

async function readRow(session: Session, schedule: OurSchedule, nowMs: number): Promise<ScheduleRow> {
  const { name, handle, description, memo } = schedule;
  const options = { sinceMs: DEFAULT_SINCE_MS, maxBehindMs: null, nowMs };
  const report = await inspectSchedule(session.client, schedule, options);
  const [last = null] = await lastFirings(session.client, handle.scheduleId, 1);
  return {
    name,
    scheduleId: handle.scheduleId,
    times: timesInWords(memo.definition),
    work: workInWords(memo.definition),
    isPaused: description.state.paused,
    next: description.info.nextActionTimes[0]?.toISOString() ?? null,
    last,
    missed: report.counts.missed - report.pausedTimes,
    problems: report.problems.length,
  };
}

const unreadRow = (name: string, unreadable: string): ScheduleRow => ({
  name,
  scheduleId: scheduleId(name),
  times: null,
  work: null,
  isPaused: null,
  next: null,
  last: null,
  missed: null,
  problems: null,
  unreadable,
});
