import { ScheduleAlreadyRunning, ServiceError } from '@temporalio/client';
import type { Client, ScheduleClient, ScheduleHandle } from '@temporalio/client';
import { canonicalJson } from '../../model/base/json.js';
import { scheduleId } from '../../model/temporal/names.js';
import { SCHEDULE_MEMO } from '../../model/schedule/schedule.js';
import type { ScheduleMemo } from '../../model/schedule/schedule.js';
import { ScheduleConflictError } from '../errors.js';
import type { OurSchedule } from './our-schedule.js';
import type { DefinedSchedule } from './schedule-options.js';

/** @throws {@link ScheduleConflictError} if there is one of this name */
export async function createSchedule(
  { schedule }: Client,
  name: string,
  options: DefinedSchedule,
): Promise<void> {
  try {
    await schedule.create({ scheduleId: scheduleId(name), ...options, memo: { [SCHEDULE_MEMO]: name } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    throw new ScheduleConflictError(error.scheduleId, 'created', error);
  }
}

/** How often others may pause or resume a schedule while it is being changed. */
const TRIES = 5;

/**
 * Changes a schedule that was read before; a paused one stays paused, with its note.
 * @throws {@link ScheduleConflictError} if somebody else has applied another definition since
 */
export async function updateSchedule(
  { handle, memo }: Pick<OurSchedule, 'handle' | 'memo'>,
  options: DefinedSchedule,
): Promise<void> {
  const conflict = new ScheduleConflictError(handle.scheduleId, 'changed');
  for (let tries = 0; tries < TRIES; tries++) {
    const { raw, action } = await handle.describe();
    if (memoOf(action)?.appliedAt !== memo.appliedAt) throw conflict;
    await update(fenced(handle, raw.conflictToken), options);
    // One server refuses an update whose token is outdated, the other drops it without an error.
    const now = memoOf((await handle.describe()).action);
    if (canonicalJson(now) === canonicalJson(memoOf(options.action))) return;
  }
  throw conflict;
}

async function update(handle: ScheduleHandle, options: DefinedSchedule): Promise<void> {
  try {
    await handle.update(({ state }) => ({ ...options, state }));
  } catch (error) {
    const cause = error instanceof ServiceError ? error.cause : undefined;
    if (!(cause instanceof Error) || !/FAILED_PRECONDITION.*conflict token/.test(cause.message)) throw error;
  }
}

const memoOf = ({ memo }: Pick<DefinedSchedule['action'], 'memo'>): ScheduleMemo | undefined =>
  memo?.[SCHEDULE_MEMO] as ScheduleMemo | undefined;

type Service = ScheduleClient['workflowService'];

/** The same schedule, whose updates do nothing once it has changed since the token was read. The SDK sends no token. */
function fenced(
  { client, scheduleId: id }: ScheduleHandle,
  conflictToken: Uint8Array | null = null,
): ScheduleHandle {
  const service = client.workflowService;
  const withToken = (request: Parameters<Service['updateSchedule']>[0]) =>
    service.updateSchedule({ ...request, conflictToken });
  const workflowService = Object.create(service, { updateSchedule: { value: withToken } }) as unknown;
  const fencedClient = Object.create(client, {
    workflowService: { value: workflowService },
  }) as ScheduleClient;
  return fencedClient.getHandle(id);
}
