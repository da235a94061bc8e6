import { inParallel } from '../../client/in-parallel.js';
import { findSchedule, scheduleNames } from '../../client/schedule/our-schedule.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { suggestion } from '../../model/base/near-name.js';
import { CliError, usageError } from '../base/cli-error.js';
import type { Session } from '../session/session.js';

const AT_ONCE = 8;

/**
 * The schedule of that name, which may also be given by its ID.
 * @throws CliError `ScheduleNotFound`, exit code 4
 */
export async function requireSchedule({ client, flags }: Session, nameOrId: string): Promise<OurSchedule> {
  const found = await findSchedule(client, nameOrId);
  if (found !== null) return found;
  const name = nameOrId.replace(/^ax-schedule\//, '');
  const near = suggestion(name, await scheduleNames(client)) || '.';
  throw new CliError(`Schedule ${JSON.stringify(name)} not found${near}`, {
    exitCode: EXIT.refused,
    code: 'ScheduleNotFound',
    hint: `List the schedules with \`ax-tasks schedule list${flags}\`.`,
  });
}

/** The schedules of these names, or all that ax-tasks created if none is given, by name. */
export async function ourSchedules(session: Session, names: readonly string[]): Promise<OurSchedule[]> {
  if (names.length > 0) return inParallel(AT_ONCE, names, (name) => requireSchedule(session, name));
  const { client } = session;
  const found = await inParallel(AT_ONCE, await scheduleNames(client), (name) => findSchedule(client, name));
  // One that is gone since it was listed is none.
  return found.filter((schedule) => schedule !== null);
}

/** What a watermark schedule evaluates does not follow from its times: firing for a former time would evaluate nothing. */
export function refuseWatermark({ name, memo }: OurSchedule, hint: string): void {
  if (memo.definition.window?.mode !== 'watermark') return;
  throw usageError(
    `The schedule ${name} continues from its watermark, so it catches up on missed times by itself.`,
    hint,
  );
}
