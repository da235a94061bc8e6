import { EXIT } from '../../model/temporal/exit-codes.js';
import { toUtc } from '../../model/time/window.js';
import { readMoment } from '../input/read-ends.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { fireSchedule } from '../../client/schedule/control-schedule.js';
import type { FiringStart } from '../../client/schedule/control-schedule.js';
import { nominalTimes } from '../../client/schedule/probe-schedule.js';
import type { NominalTime } from '../../client/schedule/probe-schedule.js';
import { requireSchedule, refuseWatermark } from './find-schedules.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';

export interface TriggerOptions extends CallOptions {
  /** ISO 8601 with zone. */
  at?: string;
}

/** Lets a schedule fire now, or as at one of its times. */
export async function triggerSchedule(
  context: CliContext,
  options: TriggerOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    const { scheduleId } = schedule.handle;
    const start = await fire(session, schedule, options.at);
    const uiUrl = start.workflowId === null ? null : session.uiUrl(start.workflowId);
    const data = { scheduleId, at: options.at ?? null, ...start, uiUrl };
    output.result('schedule-triggered', data, () => [startText(start, scheduleId)]);
    if (start.workflowId !== null) output.note(`ax-tasks watch ${start.workflowId}${session.flags}`);
    return EXIT.success;
  });
}

async function fire(session: Session, schedule: OurSchedule, at: string | undefined): Promise<FiringStart> {
  const { client } = session;
  if (at === undefined) return fireSchedule(client, schedule, null);
  refuseWatermark(schedule, 'Trigger it without --at.');
  const { ms } = readMoment('--at', at, schedule.memo.definition.timeZone, Date.now());
  return fireSchedule(client, schedule, await requireTime(session, schedule, ms));
}

const NEAR_MS = 8 * 24 * 60 * 60_000;

async function requireTime(session: Session, schedule: OurSchedule, atMs: number): Promise<NominalTime> {
  const [time] = await nominalTimes(session.client, schedule, { startMs: atMs, endMs: atMs + 1 });
  if (time !== undefined) return time;
  const near = await nominalTimes(session.client, schedule, {
    startMs: atMs - NEAR_MS,
    endMs: atMs + NEAR_MS,
  });
  const [before, after] = [
    near.findLast(({ nominalMs }) => nominalMs < atMs),
    near.find(({ nominalMs }) => nominalMs > atMs),
  ];
  const others = [before, after].flatMap((each) => (each === undefined ? [] : [toUtc(each.nominalMs)]));
  throw usageError(
    `${toUtc(atMs)} is not a time of the schedule ${schedule.name}.`,
    others.length === 0 ? null : `The nearest times are ${others.join(' and ')}.`,
  );
}

function startText({ how, workflowId }: FiringStart, scheduleId: string): string {
  if (how === 'started') return `Started ${workflowId}`;
  if (how === 'running') return `${workflowId} is running already. Nothing was started.`;
  if (how === 'finished')
    return `${workflowId} has succeeded already. Nothing was started; to run the window again, use trigger-run --key.`;
  return how === 'waiting'
    ? `Another firing of ${scheduleId} is running: this one starts when it has ended.`
    : `Requested a firing of ${scheduleId}; Temporal has not started it yet.`;
}
