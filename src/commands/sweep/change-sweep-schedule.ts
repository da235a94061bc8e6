import { scheduleSweep, unscheduleSweep } from '../../client/sweep/sweep.js';
import { formatDuration } from '../../model/time/duration.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import { SWEEP_SCHEDULE_ID } from '../../model/temporal/names.js';
import type { CliContext } from '../base/context.js';
import { confirm } from '../input/confirm.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';

interface ScheduleFlags {
  every?: number;
  unschedule?: boolean;
  force?: boolean;
}

/** Makes or changes the schedule that sweeps, or takes it away, and says which. */
export async function changeSweepSchedule(
  session: Session,
  input: SweepRunsInput,
  { every, unschedule = false, force = false }: ScheduleFlags,
  output: Output,
  context: CliContext,
): Promise<number> {
  const { client } = session;
  if (unschedule || every === undefined) return say(await unscheduleSweep(client), null, input, output);
  const period = formatDuration(every);
  if (input.action === 'cancel')
    await confirm(`Cancel all orphans every ${period} from now on without asking?`, { force }, context);
  return say(await scheduleSweep(client, input, every, session), every, input, output);
}

type SweepScheduleChange = 'created' | 'updated' | 'removed' | 'absent';

const SAID: Readonly<Record<SweepScheduleChange, string>> = {
  created: 'Created the schedule',
  updated: 'Updated the schedule',
  removed: 'Removed the schedule',
  absent: 'No schedule',
};

function say(
  done: SweepScheduleChange,
  everyMs: number | null,
  { action }: SweepRunsInput,
  output: Output,
): number {
  const what = everyMs === null ? '' : `: every ${formatDuration(everyMs)}, ${action}`;
  const data = { scheduleId: SWEEP_SCHEDULE_ID, done, everyMs, action: everyMs === null ? null : action };
  output.result('sweep-schedule', data, () => [`${SAID[done]} ${SWEEP_SCHEDULE_ID}${what}.`]);
  return EXIT.success;
}
