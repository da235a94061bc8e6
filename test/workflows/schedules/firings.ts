import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { ScheduleHandle, WorkflowHandle } from '@temporalio/client';
import type { CoverageEntry, RecordCoverage } from '../../../src/model/coverage/coverage.js';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';
import { WORKFLOWS } from '../../../src/model/temporal/workflow-types.js';
import { scheduleId } from '../../../src/model/temporal/names.js';
import type { NominalRule, ScheduledTask, WatermarkRule } from '../../../src/model/schedule/schedule.js';
import type { FiringResult, RunFiringInput } from '../../../src/model/schedule/firing.js';
import { until } from '../../support/until.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';

export const HOUR_MS = 3_600_000;

/** The time of an hour of 20 November 2026, which is long over. */
export const hourMs = (hour: number): number => Date.UTC(2026, 10, 20, hour);
export const hourAt = (hour: number): string => new Date(hourMs(hour)).toISOString();

export const nominal = (more: Partial<NominalRule> = {}): NominalRule => ({
  mode: 'nominal',
  length: { count: 1, unit: 'hour' },
  lagMs: 2 * HOUR_MS,
  align: 'hour',
  timeZone: 'UTC',
  ...more,
});

/** From 0:00 on, in slices of an hour, without lag. */
export const watermark = (more: Partial<WatermarkRule> = {}): WatermarkRule => ({
  mode: 'watermark',
  fromMs: hourMs(0),
  slice: { count: 1, unit: 'hour' },
  lagMs: 0,
  align: 'hour',
  timeZone: 'UTC',
  maxSlices: 100,
  ...more,
});

export const task = (more: Partial<ScheduledTask> = {}): ScheduledTask => ({
  kind: 'task',
  task: 'fresh-relevance',
  space: 'research',
  trigger: {},
  tolerance: {},
  wait: { pollIntervalMs: 1000 },
  ...more,
});

/** The ledger as an activity of the test's own. */
export function ledgerOfTest() {
  const entries: CoverageEntry[] = [];
  const recordCoverage = (request: RecordCoverage): Promise<null> => {
    entries.push(...request.entries);
    return Promise.resolve(null);
  };
  return { entries, recordCoverage };
}

/** A schedule of the server for every hour, which fires only when it is asked for one of them. */
export interface HourlySchedule {
  handle: ScheduleHandle;
  /** The firing of an hour of 20 November 2026. */
  fire: (hour: number) => Promise<WorkflowHandle>;
}

export async function hourlySchedule(
  { env: { client } }: { env: Pick<WorkflowRig['env'], 'client'> },
  name: string,
  input: Partial<RunFiringInput>,
  { pauseOnFailure = false, taskQueue = 'test' } = {},
): Promise<HourlySchedule> {
  const id = scheduleId(name);
  const args = [{ schedule: name, window: null, settle: null, work: task(), ...input }];
  const handle = await client.schedule.create({
    scheduleId: id,
    spec: { intervals: [{ every: HOUR_MS }] },
    state: { paused: !pauseOnFailure },
    policies: { pauseOnFailure },
    action: { type: 'startWorkflow', workflowType: WORKFLOWS.runFiring, workflowId: id, taskQueue, args },
  });
  const fire = async (hour: number): Promise<WorkflowHandle> => {
    const at = new Date(hourMs(hour));
    const workflowId = `${id}-${at.toISOString().replace('.000Z', 'Z')}`;
    const before = await runIdOf(client.workflow.getHandle(workflowId));
    await handle.backfill({
      start: new Date(at.getTime() - 1000),
      end: new Date(at.getTime() + 1000),
      // One that is allowed beside others pauses no schedule.
      overlap: 'BUFFER_ALL',
    });
    const firing = client.workflow.getHandle(workflowId);
    await until(async () => ![undefined, before].includes(await runIdOf(firing)));
    return client.workflow.getHandle(workflowId, await runIdOf(firing));
  };
  return { handle, fire };
}

async function runIdOf(handle: WorkflowHandle): Promise<string | undefined> {
  try {
    return (await handle.describe()).runId;
  } catch {
    return undefined;
  }
}

/** How a firing ended: with a result, by failing with one, or cancelled with one in its memo. */
export async function endOf(firing: WorkflowHandle): Promise<{ how: string; result: FiringResult }> {
  try {
    return { how: 'completed', result: (await firing.result()) as FiringResult };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof ApplicationFailure) {
      return { how: error.cause.type ?? 'failed', result: error.cause.details?.[0] as FiringResult };
    }
    return { how: 'cancelled', result: (await firing.describe()).memo?.[RESULT_MEMO] as FiringResult };
  }
}

/** The windows of the triggers so far, as hours: `3-4`. */
export const triggeredHours = (rig: WorkflowRig): string[] =>
  rig.triggers().map(({ body }) => {
    const { data_start_time: start, data_end_time: end } = body as Record<string, string>;
    return `${hourOf(start)}-${hourOf(end)}`;
  });

const hourOf = (time = ''): number => (Date.parse(time) - hourMs(0)) / HOUR_MS;
