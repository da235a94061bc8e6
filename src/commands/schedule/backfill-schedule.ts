import * as control from '../../client/schedule/control-schedule.js';
import type { ScheduleOverlapPolicy } from '@temporalio/client';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { timesToFire } from '../../model/backfill/backfill-times.js';
import type { Interval } from '../../model/time/interval.js';
import { toUtc } from '../../model/time/window.js';
import { firingTable } from '../../terminal/views/schedule-preview.js';
import type { CliContext } from '../base/context.js';
import { CliError, usageError } from '../base/cli-error.js';
import { readEnds } from '../input/read-ends.js';
import { confirm, requireTerminal } from '../input/confirm.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { comingFiring } from './coming-firings.js';
import { listFirings } from '../../client/schedule/list-firings.js';
import { nominalTimes } from '../../client/schedule/probe-schedule.js';
import type { NominalTime } from '../../client/schedule/probe-schedule.js';
import { requireSchedule, refuseWatermark } from './find-schedules.js';
import type { OurSchedule } from '../../client/schedule/our-schedule.js';

type BackfillOverlap = keyof typeof OVERLAP;

export interface BackfillScheduleOptions extends CallOptions {
  /** As `end`, which is excluded, in the zone of the schedule unless it has its own. */
  start?: string;
  end?: string;
  window?: string;
  overlap?: BackfillOverlap;
  again?: boolean;
  force?: boolean;
}

const OVERLAP = {
  'buffer-all': 'BUFFER_ALL',
  allow: 'ALLOW_ALL',
} as const satisfies Record<string, ScheduleOverlapPolicy>;

const MEANING: Readonly<Record<BackfillOverlap, string>> = {
  'buffer-all': 'one after another, oldest first',
  allow: 'all at once',
};

/** Temporal drops what it cannot keep in a schedule's buffer. */
const MAX_TIMES = 1000;
const SHOWN = 20;

function rangeOf(
  { start, end, window }: BackfillScheduleOptions,
  timeZone: string,
  { nowMs }: CliContext,
): { range: Interval; notes: string[] } {
  const { startMs, endMs, notes } = readEnds({ start, end, window, timeZone }, nowMs());
  if (startMs === null || endMs === null)
    throw usageError('A range is required: pass --start and --end, or --window.');
  if (startMs >= endMs) throw usageError('--start must be before --end.');
  return { range: { startMs, endMs }, notes };
}

/** Lets a schedule fire for former times: those that did not fire, or did not end well. */
export async function backfillSchedule(
  context: CliContext,
  options: BackfillScheduleOptions,
  name: string,
): Promise<number> {
  const output = new Output(context, options);
  const { overlap = 'buffer-all' } = options;
  requireTerminal(options, context);
  // What is wrong in any zone is said before anything is asked of anybody.
  rangeOf(options, 'UTC', context);
  return withSession(context, options, async (session) => {
    const schedule = await requireSchedule(session, name);
    refuseWatermark(schedule, '`ax-tasks schedule describe` shows its watermark.');
    const { range, notes } = rangeOf(options, schedule.memo.definition.timeZone, context);
    for (const note of notes) output.note(note);
    const all = await nominalTimes(session.client, schedule, range);
    const chosen = await choose(session, schedule, all, options);
    const data = {
      scheduleId: schedule.handle.scheduleId,
      overlap,
      times: chosen.map(({ nominalMs }) => toUtc(nominalMs)),
      leftOut: all.length - chosen.length,
    };
    if (chosen.length > 0) {
      refuseWaiting(schedule, options);
      show(schedule, chosen, all.length, output);
      await confirm(`Start firings for ${countText(chosen.length)}, ${MEANING[overlap]}?`, options, context);
      await control.backfillSchedule(schedule, all, chosen, OVERLAP[overlap]);
    }
    output.result('schedule-backfilled', data, () => [
      chosen.length === 0
        ? `Nothing to do: ${all.length === 0 ? 'the schedule has no times in this range' : `all ${all.length} times succeeded or are running`} (--again includes them).`
        : `Requested firings of ${data.scheduleId} for ${countText(chosen.length)}, ${MEANING[overlap]}.`,
    ]);
    return EXIT.success;
  });
}

/** Temporal does not report which times wait: what was just requested would fire twice. */
function refuseWaiting(
  { handle, description, memo }: OurSchedule,
  { again = false }: BackfillScheduleOptions,
): void {
  const usual =
    memo.definition.overlap === 'buffer-one' || memo.definition.overlap === 'cancel-other' ? 1 : 0;
  const waiting = Number(description.raw.info?.bufferSize ?? 0);
  if (again || waiting <= usual) return;
  throw new CliError(
    `${waiting} ${waiting === 1 ? 'firing' : 'firings'} of ${handle.scheduleId} ${waiting === 1 ? 'is' : 'are'} waiting for an earlier one to end, possibly for these times.`,
    {
      exitCode: EXIT.refused,
      code: 'FiringsWait',
      hint: 'Try again when they have started. --again fires anyway, possibly twice for one time.',
    },
  );
}

const countText = (count: number): string => `${count} ${count === 1 ? 'time' : 'times'}`;

async function choose(
  session: Session,
  { handle }: OurSchedule,
  all: readonly NominalTime[],
  { again = false }: BackfillScheduleOptions,
): Promise<NominalTime[]> {
  const [first] = all;
  if (first === undefined) return [];
  const firings = await listFirings(session.client, handle.scheduleId, first.nominalMs);
  const chosen = timesToFire(all, firings, { again });
  if (chosen.length <= MAX_TIMES) return chosen;
  throw usageError(
    `The range has ${chosen.length} times; Temporal buffers at most ${MAX_TIMES}.`,
    'Use a shorter range, or `ax-tasks backfill plan` for many windows.',
  );
}

function show(
  { memo: { definition } }: OurSchedule,
  chosen: readonly NominalTime[],
  all: number,
  output: Output,
): void {
  const shown = chosen.slice(0, SHOWN).map(({ nominalMs }) => comingFiring(definition, nominalMs));
  output.note(...firingTable(shown, output.errStyle));
  if (chosen.length > SHOWN) output.note(`… and ${chosen.length - SHOWN} more`);
  if (all > chosen.length) output.note(`Left out: ${all - chosen.length} that succeeded or are running.`);
}
