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
import type { Priority } from '@temporalio/common';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type {
  CalendarTimes,
  Overlap,
  ScheduleDefinition,
  ScheduleMemo,
} from '../../model/schedule/schedule.js';
import { definedOnly } from '../../model/base/objects.js';
import type { RunFiringInput } from '../../model/schedule/firing.js';
import { attributesAtStart, searchAttributePairs } from '../../model/temporal/search-attributes.js';
import { calendarOfEvery } from '../../model/schedule/every.js';
import { cronFields } from '../../model/schedule/cron-fields.js';
import { plainCalendars } from '../../model/schedule/plain-calendars.js';
import type { PlainCalendar } from '../../model/schedule/plain-calendars.js';
import { priorityOf } from '../start.js';
import type { StartOptions } from '../start.js';
import { TIME_FIELDS } from '../../model/schedule/time-fields.js';

/** Temporal's names. There is no `TERMINATE_OTHER`: a firing that is terminated cancels none of its runs. */
const OVERLAP_POLICY = {
  skip: 'SKIP',
  'buffer-one': 'BUFFER_ONE',
  'cancel-other': 'CANCEL_OTHER',
  allow: 'ALLOW_ALL',
} as const satisfies Record<Overlap, ScheduleOverlapPolicy>;

/** Temporal takes no shorter catch-up window. */
const MIN_CATCHUP_MS = 10_000;

/** The SDK sends a priority, though its type of new actions has none. */
export type FiringAction = ScheduleOptionsStartWorkflowAction<Workflow> & {
  priority?: Priority | undefined;
};

/** What of a schedule this product decides; the state (paused, note) is its operators'. */
export type DefinedSchedule = Pick<ScheduleOptions<FiringAction>, 'spec' | 'action'> & {
  policies: { overlap: ScheduleOverlapPolicy; catchupWindow: number; pauseOnFailure: boolean };
};

/** Where the firings of a schedule run, and how. */
export interface ScheduleStartOptions extends Pick<StartOptions, 'fairnessKey'> {
  taskQueue: string;
  hasSearchAttributes: boolean;
}

/**
 * A definition as Temporal takes it.
 * @throws {@link InvalidFairnessKeyError}
 */
export function scheduleOptions(
  memo: ScheduleMemo,
  { taskQueue, hasSearchAttributes, fairnessKey }: ScheduleStartOptions,
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
      priority: priorityOf('usual', definedOnly({ fairnessKey })),
      staticSummary: definition.note ?? `firing of the schedule ${definition.name}`,
      ...argumentsOf(definition, hasSearchAttributes),
    },
  };
}

function argumentsOf(
  { name, window, settle, work, notify }: ScheduleDefinition,
  hasSearchAttributes: boolean,
): Pick<FiringAction, 'args' | 'typedSearchAttributes'> {
  const input: RunFiringInput = { schedule: name, window, settle, work, ...definedOnly({ notify }) };
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
    intervals: every.flatMap((each) =>
      'everyMs' in each ? [{ every: each.everyMs, offset: each.offsetMs }] : [],
    ),
    calendars: [
      ...crons.flatMap(calendarsOfCron),
      ...every.flatMap((each) => ('every' in each ? calendarsOf(calendarOfEvery(each)) : [])),
      ...calendars.flatMap(calendarsOf),
    ],
    skip: skip.flatMap(calendarsOf),
    timezone: timeZone,
    ...(startAt === null ? {} : { startAt: new Date(startAt) }),
    ...(endAt === null ? {} : { endAt: new Date(endAt) }),
    ...(jitterMs === 0 ? {} : { jitter: jitterMs }),
  };
}

type Member = keyof CalendarTimes;

/** The server reads some cron expressions in another way, so it gets their calendars. */
function calendarsOfCron(cron: string): CalendarSpec[] {
  const read = cronFields(cron);
  return 'fields' in read ? calendarsOf(read.fields).map((spec) => ({ ...spec, comment: cron })) : [];
}

const calendarsOf = (times: CalendarTimes): CalendarSpec[] => plainCalendars(times).map(specOfCalendar);

const specOfCalendar = (calendar: PlainCalendar): CalendarSpec =>
  Object.fromEntries(
    Object.entries(calendar).map(([member, values]) => [member, valuesOf(member as Member, values)]),
  );

function valuesOf(member: Member, values: number[]): '*' | (number | DayOfWeek | Month | undefined)[] {
  if (values.length === TIME_FIELDS[member].cycle) return '*';
  const names = NAMES[member];
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
