import { ScheduleAlreadyRunning, ScheduleNotFoundError } from '@temporalio/client';
import type { ScheduleOptions } from '@temporalio/client';
import { formatDuration } from '../../model/time/duration.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import { SWEEP_SCHEDULE_ID, sweepWorkflowId } from '../../model/temporal/names.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';

interface ScheduleFlags {
  every?: number;
  unschedule?: boolean;
  force?: boolean;
}

/** A time that was missed, as while Temporal was away, is made up for within this. */
const CATCH_UP_MS = 60 * 60_000;

/** Makes or changes the schedule that sweeps, or takes it away, and says which. */
export async function scheduleSweep(
  session: Session,
  input: SweepRunsInput,
  { every, unschedule = false, force = false }: ScheduleFlags,
  output: Output,
  context: CliContext,
): Promise<number> {
  if (unschedule || every === undefined) return say(await remove(session), null, input, output);
  const period = formatDuration(every);
  if (input.action === 'cancel')
    await confirm(`Cancel all orphans every ${period} from now on, unasked?`, { force }, context);
  return say(await createOrUpdate(session, input, every), every, input, output);
}

type Done = 'created' | 'updated' | 'removed' | 'absent';

const SAID: Readonly<Record<Done, string>> = {
  created: 'Created the schedule',
  updated: 'Updated the schedule',
  removed: 'Removed the schedule',
  absent: 'There is no schedule',
};

function say(done: Done, everyMs: number | null, { action }: SweepRunsInput, output: Output): number {
  const what = everyMs === null ? '' : `: every ${formatDuration(everyMs)}, ${action}`;
  const data = { scheduleId: SWEEP_SCHEDULE_ID, done, everyMs, action: everyMs === null ? null : action };
  output.result('sweep-schedule', data, () => [`${SAID[done]} ${SWEEP_SCHEDULE_ID}${what}.`]);
  return EXIT.success;
}

async function createOrUpdate(session: Session, input: SweepRunsInput, everyMs: number): Promise<Done> {
  const { schedule } = session.client;
  const definition = definitionOf(session, input, everyMs);
  try {
    await schedule.create({ scheduleId: SWEEP_SCHEDULE_ID, ...definition });
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  // One that was paused stays so.
  await schedule.getHandle(SWEEP_SCHEDULE_ID).update(({ state }) => ({ ...definition, state }));
  return 'updated';
}

const definitionOf = (
  { taskQueue }: Session,
  input: SweepRunsInput,
  everyMs: number,
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

async function remove({ client }: Session): Promise<Done> {
  try {
    await client.schedule.getHandle(SWEEP_SCHEDULE_ID).delete();
    return 'removed';
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return 'absent';
    throw error;
  }
}
