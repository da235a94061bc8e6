import type { Client, ScheduleOptions } from '@temporalio/client';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { DEFAULT_TASK_QUEUE, sweepWorkflowId, SWEEP_SCHEDULE_ID } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { fingerprint } from '../fingerprint.js';
import type { FiringAction } from '../schedule/schedule-options.js';
import { priorityOf, startOrAttach } from '../start.js';
import type { Started, StartOptions } from '../start.js';
import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';

/** Starts a sweep, or attaches to a running one with the same input. */
export const startSweep = (
  client: Client,
  input: SweepRunsInput,
  options: StartOptions,
): Promise<Started<SweepRunsInput, SweepResult>> =>
  startOrAttach(
    client,
    {
      workflow: WORKFLOWS.sweepRuns,
      workflowId: sweepWorkflowId(input.action, fingerprint(input)),
      input,
      reuse: 'ALLOW_DUPLICATE',
      summary: `sweep: ${input.action} orphans`,
      priority: 'background',
    },
    options,
  );

/** A time that was missed, as while Temporal was away, is made up for within this. */
const CATCH_UP_MS = 60 * 60_000;

/**
 * Creates the schedule that sweeps every `everyMs` milliseconds, or updates it; a paused one stays paused.
 * @throws {@link InvalidFairnessKeyError}
 */
export async function scheduleSweep(
  { schedule }: Client,
  input: SweepRunsInput,
  everyMs: number,
  options: StartOptions,
): Promise<'created' | 'updated'> {
  const definition = definitionOf(input, everyMs, options);
  try {
    await schedule.create({ scheduleId: SWEEP_SCHEDULE_ID, ...definition });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  await schedule.getHandle(SWEEP_SCHEDULE_ID).update(({ state }) => ({ ...definition, state }));
  return 'updated';
}

const definitionOf = (
  input: SweepRunsInput,
  everyMs: number,
  { taskQueue = DEFAULT_TASK_QUEUE, ...options }: StartOptions,
): Pick<ScheduleOptions<FiringAction>, 'spec' | 'action' | 'policies'> => ({
  spec: { intervals: [{ every: everyMs }] },
  policies: { overlap: 'SKIP', catchupWindow: CATCH_UP_MS },
  action: {
    type: 'startWorkflow',
    workflowType: WORKFLOWS.sweepRuns,
    workflowId: sweepWorkflowId(input.action, 'scheduled'),
    taskQueue,
    args: [input],
    staticSummary: `sweep: ${input.action} orphans, by schedule`,
    priority: priorityOf('background', options),
  },
});

/** Deletes the schedule that sweeps; `absent` if there is none. */
export async function unscheduleSweep({ schedule }: Client): Promise<'removed' | 'absent'> {
  try {
    await schedule.getHandle(SWEEP_SCHEDULE_ID).delete();
    return 'removed';
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return 'absent';
    throw error;
  }
}
