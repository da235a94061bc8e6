import type {
  CalendarSpec,
  DayOfWeek,
  Month,
  ScheduleOptions,
  ScheduleOptionsStartWorkflowAction,
  ScheduleOverlapPolicy,
  ScheduleSpec,
  Workflow,
} from '@temporalio/client';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type {
  CalendarTimes,
  Overlap,
  ScheduleDefinition,
  ScheduleMemo,
} from '../../model/schedule/schedule.js';
import type { RunFiringInput } from '../../model/schedule/firing.js';
import { attributesAtStart, searchAttributePairs } from '../../model/temporal/search-attributes.js';
import { timeFieldValues } from '../../model/schedule/cron-fields.js';

/** Temporal's names. There is no `TERMINATE_OTHER`: a firing that is terminated cancels none of its runs. */
const OVERLAP_POLICY = {
  skip: 'SKIP',
  'buffer-one': 'BUFFER_ONE',
  'cancel-other': 'CANCEL_OTHER',
  allow: 'ALLOW_ALL',
} as const satisfies Record<Overlap, ScheduleOverlapPolicy>;

/** Temporal takes no shorter catch-up window. */
const MIN_CATCHUP_MS = 10_000;

type FiringAction = ScheduleOptionsStartWorkflowAction<Workflow>;

/** What of a schedule this product decides; the state (paused, note) is its operators'. */
export type DefinedSchedule = Pick<ScheduleOptions<FiringAction>, 'spec' | 'action'> & {
  policies: { overlap: ScheduleOverlapPolicy; catchupWindow: number; pauseOnFailure: boolean };
};

/** A definition as Temporal takes it. */
export function scheduleOptions(
  memo: ScheduleMemo,
  { taskQueue, hasSearchAttributes }: { taskQueue: string; hasSearchAttributes: boolean },
): DefinedSchedule {
  const { definition } = memo;
  return {
    spec: specOf(definition),
    policies: {
      overlap: OVERLAP_POLICY[definition.overlap],
      catchupWindow: Math.max(MIN_CATCHUP_MS, definition.catchupMs),
      pauseOnFailure: definition.pauseOnFailure,
    },
    action: {
      type: 'startWorkflow',
      workflowType: WORKFLOWS.runFiring,
      workflowId: scheduleId(definition.name),
      taskQueue,
      memo: { [SCHEDULE_MEMO]: memo },
      staticSummary: definition.note ?? `firing of the schedule ${definition.name}`,
      ...argumentsOf(definition, hasSearchAttributes),
    },
  };
}

function argumentsOf(
  { name, window, settle, work }: ScheduleDefinition,
  hasSearchAttributes: boolean,
): Pick<FiringAction, 'args' | 'typedSearchAttributes'> {
  const input: RunFiringInput = { schedule: name, window, settle, work };
  if (!hasSearchAttributes) return { args: [input] };
  return {
    args: [{ ...input, hasSearchAttributes }],
    typedSearchAttributes: searchAttributePairs(attributesAtStart(WORKFLOWS.runFiring, input) ?? {}),
  };
}

/** When it fires, as Temporal takes it. */
export function specOf(definition: ScheduleDefinition): ScheduleSpec {
  const { crons, every, calendars, skip, startAt, endAt, timeZone, jitterMs } = definition;
  return {
    cronExpressions: crons,
    intervals: every.map(({ everyMs, offsetMs }) => ({ every: everyMs, offset: offsetMs })),
    calendars: calendars.map(calendarOf),
    skip: skip.map(calendarOf),
    timezone: timeZone,
    ...(startAt === null ? {} : { startAt: new Date(startAt) }),
    ...(endAt === null ? {} : { endAt: new Date(endAt) }),
    ...(jitterMs === 0 ? {} : { jitter: jitterMs }),
  };
}

type Member = keyof CalendarTimes;

const calendarOf = (times: CalendarTimes): CalendarSpec =>
  Object.fromEntries(
    Object.entries(times).map(([member, text]) => [member, valuesOf(member as Member, text as string)]),
  );

/** One by one, since a range over the end of the week has no form in Temporal. */
function valuesOf(member: Member, text: string): '*' | (number | DayOfWeek | Month | undefined)[] {
  if (text.trim() === '*') return '*';
  const names = NAMES[member];
  const values = [...timeFieldValues(text, member)];
  return names === undefined ? values : values.map((value) => names[value % names.length]);
}

/** Values by name. Twelve is at the beginning, as the remainder of a month by 12. */
const NAMES: Partial<Record<Member, readonly (DayOfWeek | Month)[]>> = {
  dayOfWeek: ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'],
  month: [
    ...(['DECEMBER', 'JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY'] as const),
    ...(['JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER'] as const),
  ],
};
