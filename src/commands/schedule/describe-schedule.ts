import { exactDuration } from '../../model/time/duration.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ScheduleDefinition } from '../../model/schedule/schedule.js';
import { settleInWords } from '../../model/schedule/settling.js';
import {
  notifiesInWords,
  timesInWords,
  windowInWords,
  workInWords,
} from '../../model/schedule/schedule-words.js';
import { detailLines } from '../../terminal/views/schedule-views.js';
import type { ScheduleDetails } from '../../terminal/views/schedule-views.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { DEFAULT_SINCE_MS } from './check-schedules.js';
import { comingFiring } from './coming-firings.js';
import { inspectSchedule } from '../../client/schedule/inspect-schedule.js';
import { lastFirings } from '../../client/schedule/list-firings.js';
import { requireSchedule } from './find-schedules.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';
import { probeSchedule } from '../../client/schedule/probe-schedule.js';

export interface DescribeOptions extends CallOptions {
  /** Milliseconds. */
  since?: number;
}

const SHOWN = 10;
const YEAR_MS = 366 * 24 * 60 * 60_000;

/** Shows a schedule: what it does, when, what came of it, and what it missed. */
export async function describeSchedule(
  context: CliContext,
  { since = DEFAULT_SINCE_MS, ...options }: DescribeOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  const nowMs = context.nowMs();
  const data = await withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    const { definition } = schedule.memo;
    return { definition, ...(await detailsOf(session, schedule, since, nowMs)) };
  });
  output.result('schedule', data, (style) => detailLines(data, style));
  return EXIT.success;
}

async function detailsOf(
  session: Session,
  schedule: OurSchedule,
  sinceMs: number,
  nowMs: number,
): Promise<ScheduleDetails> {
  const { definition, appliedAt } = schedule.memo;
  const timesMs = await nextNominalTimes(session, schedule, nowMs);
  return {
    times: timesInWords(definition),
    window: windowInWords(definition.window),
    settle: settleInWords(definition.settle),
    notify: notifiesInWords(definition),
    work: workInWords(definition),
    policies: policiesOf(definition),
    appliedAt,
    description: definition.note,
    firings: timesMs.map((ms) => comingFiring(definition, ms)),
    last: await lastFirings(session.client, schedule.handle.scheduleId, SHOWN),
    report: await inspectSchedule(session.client, schedule, { sinceMs, maxBehindMs: null, nowMs }),
  };
}

/** Temporal reports times with their jitter, which a window does not follow. */
async function nextNominalTimes(
  session: Session,
  { description, memo: { definition } }: OurSchedule,
  nowMs: number,
): Promise<number[]> {
  if (definition.jitterMs === 0) return description.info.nextActionTimes.map((time) => time.getTime());
  return probeSchedule(session.client, definition, (probe) =>
    probe.times({ startMs: nowMs, endMs: nowMs + YEAR_MS }, SHOWN),
  );
}

const policiesOf = ({ overlap, catchupMs, pauseOnFailure }: ScheduleDefinition): string =>
  `overlap ${overlap}, catch-up ${exactDuration(catchupMs)}${pauseOnFailure ? ', pauses on failure' : ''}`;
