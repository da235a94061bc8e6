import type { ScheduleChange } from '../../model/schedule/schedule-difference.js';
import { haveSameTimes, lossesBetween } from '../../model/schedule/schedule-difference.js';
import type { ScheduleDefinition, ScheduleMemo } from '../../model/schedule/schedule.js';
import { toUtc } from '../../model/time/window.js';
import type { ParsedSchedule } from '../../files/schedule/parse-schedule.js';
import type { Session } from '../session/session.js';
import { comingFirings } from './coming-firings.js';
import type { Coming } from './coming-firings.js';
import { keyChange, changesBetween, driftOf } from '../../client/schedule/schedule-drift.js';
import { findSchedule } from '../../client/schedule/our-schedule.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';
import { probeSchedule } from '../../client/schedule/probe-schedule.js';
import { readWatermark } from '../../client/schedule/watermark.js';

/** What applying a definition would do. */
export interface ApplyPlan {
  definition: ScheduleDefinition;
  /** Null: it is new. */
  existing: OurSchedule | null;
  changes: ScheduleChange[];
  /** What others changed since it was applied, and applying undoes. */
  drift: ScheduleChange[];
  /** What is lost by it, each as a sentence. */
  losses: string[];
  /** Of a watermark that is there already: it stays. Milliseconds since 1970. */
  watermarkMs: number | null;
  coming: Coming;
}

/** Finds out what applying a definition would do; changes nothing. */
export async function planApply(
  session: Session,
  schedule: ParsedSchedule,
  nowMs: number,
): Promise<ApplyPlan> {
  const { definition } = schedule;
  const existing = await findSchedule(session.client, definition.name);
  const drift =
    existing === null
      ? []
      : await probeSchedule(session.client, existing.memo.definition, (probe) =>
          Promise.resolve(driftOf(existing, probe)),
        );
  return {
    definition,
    existing,
    changes: existing === null ? [] : await changesOf(existing, definition, session),
    drift,
    losses: existing === null ? [] : lossesOf(existing, definition, drift),
    watermarkMs:
      definition.window?.mode === 'watermark' ? await readWatermark(session.client, definition.name) : null,
    coming: await probeSchedule(session.client, definition, (probe) => comingFirings(schedule, probe, nowMs)),
  };
}

const changesOf = async (
  existing: OurSchedule,
  definition: ScheduleDefinition,
  session: Session,
): Promise<ScheduleChange[]> => [
  ...changesBetween(existing, definition, session),
  ...(await keyChange(existing, session.client)),
];

function lossesOf(
  { name, memo }: OurSchedule,
  definition: ScheduleDefinition,
  drift: readonly ScheduleChange[],
): string[] {
  const losses = lossesBetween(memo.definition, definition).map((loss) => `${name}: ${loss}`);
  if (drift.length > 0) losses.push(`${name}: changes made with other tools will be overwritten`);
  return losses;
}

/** `unchanged`: there is nothing to do. */
export function deedOf({ existing, changes, drift }: ApplyPlan): 'create' | 'update' | 'unchanged' {
  if (existing === null) return 'create';
  return changes.length + drift.length === 0 ? 'unchanged' : 'update';
}

/** What the schedule is to say of itself afterwards. */
export function memoOf({ definition, existing, drift }: ApplyPlan, nowMs: number): ScheduleMemo {
  const now = toUtc(nowMs);
  const isSame =
    existing !== null && drift.length === 0 && haveSameTimes(existing.memo.definition, definition);
  return { definition, appliedAt: now, timesSince: isSame ? existing.memo.timesSince : now };
}
