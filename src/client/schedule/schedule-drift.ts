import type { ScheduleDescription, ScheduleSpecDescription, Client } from '@temporalio/client';
import { canonicalJson } from '../../model/base/json.js';
import { scheduleDifference } from '../../model/schedule/schedule-difference.js';
import type { ScheduleChange } from '../../model/schedule/schedule-difference.js';
import type { ScheduleDefinition } from '../../model/schedule/schedule.js';
import type { RunFiringInput } from '../../model/schedule/firing.js';
import type { OurSchedule } from './our-schedule.js';
import type { Probe } from './probe-schedule.js';
import { scheduleOptions } from './schedule-options.js';
import type { ScheduleStartOptions } from './schedule-options.js';
import { defaultPayloadConverter } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { encryptionKeyIdOf } from '../../temporal/encryption/encrypting-codec.js';

/** What others have changed of a schedule since it was applied, in Temporal's web interface say. */
export function driftOf({ description, memo }: OurSchedule, probe: Probe): ScheduleChange[] {
  const { policies, action } = scheduleOptions(memo, { taskQueue: '', hasSearchAttributes: false });
  const { catchupWindow, overlap, pauseOnFailure } = policies;
  const { workflowType, workflowId } = action;
  const [input] = (action.args ?? []) as unknown[];
  const applied = {
    ...timesOf(probe.spec, memo.definition.jitterMs),
    schedule: { catchupMs: catchupWindow, overlap, pauseOnFailure },
    action: { workflow: workflowType, workflowId, ...inputOf(input) },
  };
  return scheduleDifference(applied, heldBy(description));
}

function heldBy({ spec, policies, action }: ScheduleDescription): object {
  const { catchupWindow, overlap, pauseOnFailure } = policies;
  return {
    ...timesOf(spec, spec.jitter ?? 0),
    schedule: { catchupMs: catchupWindow, overlap, pauseOnFailure },
    action: { workflow: action.workflowType, workflowId: action.workflowId, ...inputOf(action.args?.[0]) },
  };
}

/** The calendars of the server's making as one text: they are not in the words of the file. */
const timesOf = (
  { calendars, intervals, skip, startAt, endAt, timezone }: ScheduleSpecDescription,
  jitterMs: number,
): object => ({
  times: canonicalJson(plain({ calendars, intervals, skip })),
  startAt: startAt?.toISOString(),
  endAt: endAt?.toISOString(),
  // Temporal leaves out the zone where it is UTC.
  timezone: timezone === undefined || timezone === '' ? 'UTC' : timezone,
  jitterMs,
});

/** Without members that are not there: an answer of the server has them as undefined or null. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, member: unknown) => (member === null ? undefined : member)));

const inputOf = (input: unknown): object => {
  const { window, settle, work, notify } = (input ?? {}) as Partial<RunFiringInput>;
  return { window, settle, work, notify };
};

/** What becomes of a schedule by a new definition, in the words of its file. */
export const changesBetween = (
  { description, memo }: OurSchedule,
  definition: ScheduleDefinition,
  { taskQueue, hasSearchAttributes, fairnessKey }: ScheduleStartOptions,
): ScheduleChange[] => [
  ...scheduleDifference(memo.definition, definition),
  ...scheduleDifference(
    {
      taskQueue: description.action.taskQueue,
      searchAttributes: hasAttributes(description),
      fairnessKey: description.action.priority?.fairnessKey || undefined,
    },
    { taskQueue, searchAttributes: hasSearchAttributes, fairnessKey },
  ),
];

const hasAttributes = ({ action }: ScheduleDescription): boolean =>
  (action.args?.[0] as RunFiringInput | undefined)?.hasSearchAttributes === true;

/**
 * What becomes of a schedule's encryption by applying it. Temporal keeps an action as it was applied, and copies it into each
 * firing: what was applied before encryption was switched on stays readable, and a former key is needed, until then.
 */
export async function keyChange({ description }: OurSchedule, client: Client): Promise<ScheduleChange[]> {
  const [held] = description.raw.schedule?.action?.startWorkflow?.input?.payloads ?? [];
  let given: Payload[] = [defaultPayloadConverter.toPayload(null)];
  for (const codec of client.options.loadedDataConverter.payloadCodecs) given = await codec.encode(given);
  return scheduleDifference({ encryptionKey: idOf(held) }, { encryptionKey: idOf(given[0]) });
}

const idOf = (payload: Payload | undefined): string | null =>
  payload === undefined ? null : encryptionKeyIdOf(payload);
