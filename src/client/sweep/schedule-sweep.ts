import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import type { Client, ScheduleOptions } from '@temporalio/client';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import { SWEEP_SCHEDULE_ID, sweepWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';

/** A time that was missed, as while Temporal was away, is made up for within this. */
const CATCH_UP_MS = 60 * 60_000;

/** Creates the schedule that sweeps every `everyMs` milliseconds, or updates it; a paused one stays paused. */
export async function scheduleSweep(
  { schedule }: Client,
  input: SweepRunsInput,
  everyMs: number,
  taskQueue: string,
): Promise<'created' | 'updated'> {
  const definition = definitionOf(input, everyMs, taskQueue);
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
  taskQueue: string,
): Pick<ScheduleOptions, 'spec' | 'action' | 'policies'> => ({
  spec: { intervals: [{ every: everyMs }] },
  policies: { overlap: 'SKIP', catchupWindow: CATCH_UP_MS },
  action: {
    type: 'startWorkflow',
    workflowType: WORKFLOWS.sweepRuns,
    workflowId: sweepWorkflowId(input.action, 'scheduled'),
    taskQueue,
    args: [input],
    staticSummary: `sweep: ${input.action} orphans, by schedule`,
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
