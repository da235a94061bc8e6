import { EXIT } from '../../model/temporal/exit-codes.js';
import { checkLines } from '../../terminal/views/schedule-check.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { tellMisses } from '../../client/notification/tell-misses.js';
import { inParallel } from '../../client/in-parallel.js';
import { inspectSchedule } from '../../client/schedule/inspect-schedule.js';
import { ourSchedules } from './find-schedules.js';

export interface CheckOptions extends CallOptions {
  /** Milliseconds, as the next one. */
  since?: number;
  maxBehind?: number;
  /** Notifies the receivers of what was missed. */
  notifyReceivers?: boolean;
}

export const DEFAULT_SINCE_MS = 24 * 60 * 60_000;
const AT_ONCE = 4;

/** Says whether schedules fired when they should have, and how that went; the exit code is for monitoring. */
export async function checkSchedules(
  context: CliContext,
  { since = DEFAULT_SINCE_MS, maxBehind, notifyReceivers = false, ...options }: CheckOptions,
  ...names: string[]
): Promise<number> {
  const output = new Output(context, options);
  const reports = await withSession(context, options, async (session) => {
    const schedules = await ourSchedules(session, names);
    const period = { sinceMs: since, maxBehindMs: maxBehind ?? null, nowMs: context.nowMs() };
    return inParallel(AT_ONCE, schedules, async (schedule) => {
      const report = await inspectSchedule(session.client, schedule, period);
      const rules = schedule.memo.definition.notify;
      if (notifyReceivers) await tellMisses(session.client, report, { rules, taskQueue: session.taskQueue });
      return report;
    });
  });
  const isOk = reports.every(({ problems }) => problems.length === 0);
  output.result('schedules-checked', { isOk, schedules: reports }, (style) => checkLines(reports, style));
  return isOk ? EXIT.success : EXIT.failed;
}
