import { backfillPlanOf } from '../../calendar/backfill-plan-of.js';
import { zonedText } from '../../calendar/time-zone.js';
import { estimateOf } from '../../model/backfill/backfill-estimate.js';
import type { TaskExperience } from '../../model/backfill/backfill-estimate.js';
import { MAX_WINDOWS } from '../../model/backfill/backfill.js';
import { stateTimesOf, windowFactsOf } from '../../model/backfill/backfill-preview.js';
import type { BackfillPreview } from '../../model/backfill/backfill-preview.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import { coverageOf, lateIn, missingIn } from '../../model/coverage/coverage-stretches.js';
import { PROVEN } from '../../model/coverage/coverage.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { definedOnly } from '../../model/base/objects.js';
import { evaluatorsKey } from '../../model/api/task.js';
import type { Interval } from '../../model/time/interval.js';
import { shortestLengthMs } from '../../model/time/calendar-length.js';
import type { CalendarLength } from '../../model/time/calendar-length.js';
import type { Task } from '../../model/api/task.js';
import { windowCount, windowsIn } from '../../model/backfill/window-list.js';
import { MAX_WINDOW_MS } from '../../model/time/window.js';
import type { CliContext } from '../base/context.js';
import { NoWorkerError } from '../../client/errors.js';
import { readCoverage } from '../../client/coverage/read-coverage.js';
import { syncAndNotify } from '../coverage/sync-coverage.js';
import { usageError } from '../base/cli-error.js';
import type { Notify } from '../../client/worker-gap.js';
import type { Session } from '../session/session.js';
import type { MeasuredPlan } from '../../model/backfill/measured-plan.js';
import { measure } from './measure-plan.js';
import { backfillOptionsOf, reprocessOf, requireRoom, sliceOf } from './plan-flags.js';
import type { PlanFlags } from './plan-flags.js';
import { readRange } from './read-range.js';
import type { GivenRange } from './read-range.js';
import { resolveTask, taskRefOf } from './resolve-task.js';
import { experienceOf } from './task-experience.js';

/** A plan as it was made, with what its picture is drawn from. */
export interface MadePlan {
  preview: BackfillPreview;
  proven: Interval[];
}

/** What can be wrong with the flags is said before anything is asked of anybody. */
export function checkFlags(flags: PlanFlags, context: CliContext): GivenRange {
  taskRefOf(flags, context);
  requireRoom(flags);
  const given = readRange(flags, context.nowMs());
  requireFew(Math.floor(lengthOf(given.range) / shortestMs(sliceOf(flags))));
  return given;
}

const lengthOf = ({ startMs, endMs }: Interval): number => endMs - startMs;

/** About the shortest that a slice is: cutting a range into millions takes longer than anybody waits. */
const shortestMs = (slice: CalendarLength): number => Math.min(shortestLengthMs(slice), MAX_WINDOW_MS);

function requireFew(windows: number): void {
  if (windows <= MAX_WINDOWS) return;
  throw usageError(
    `The range has about ${windows} windows; a backfill can have at most ${MAX_WINDOWS}`,
    'Pass a longer --slice or a shorter range. Windows with too many spans are split automatically.',
  );
}

/** Plans a backfill: the range in slices, less what coverage proves, with an estimate of what it comes to. */
export async function makePlan(
  session: Session,
  context: CliContext,
  flags: PlanFlags,
  given: GivenRange,
  notify: Notify,
): Promise<MadePlan> {
  const task = await resolveTask(session, flags, context, notify);
  const entries = await coverageEntries(session, flags, task, given.range, notify);
  const evaluators = evaluatorsKey(task.evaluators);
  const stretches = coverageOf(entries, given.range, flags.anyVersion === true ? null : evaluators);
  const which = reprocessOf(flags);
  const open = which === 'late' ? lateIn(entries, given.range) : missingIn(stretches, which);
  const planned = planOf(flags, given, task, open);
  const known = await experienceOf(session, planned, entries, notify);
  const measured = await measure(session, planned, flags, notify);
  const plan = measured?.plan ?? planned;
  requireFew(windowCount(plan.windows));
  return {
    preview: {
      ...previewOf(plan, known, measured),
      coverage: flags.override === true ? null : stateTimesOf(stretches, windowsIn(plan.windows)),
    },
    proven: stretches.filter(({ state }) => state !== null && PROVEN.has(state)),
  };
}

function planOf(
  flags: PlanFlags,
  { range, timeZone }: GivenRange,
  task: Task,
  missing: Interval[],
): BackfillPlan {
  const plan = backfillPlanOf({
    task,
    range,
    timeZone,
    slice: flags.slice ?? '',
    missing,
    overrideEvaluations: flags.override === true,
    options: backfillOptionsOf(flags),
    ...definedOnly({ maxSpans: flags.maxSpans }),
  });
  requireFew(windowCount(plan.windows));
  return plan;
}

/** What is there to be seen of any plan, whatever was known of coverage when it was made. */
export const previewOf = (
  plan: BackfillPlan,
  known: TaskExperience,
  measured: MeasuredPlan | null = null,
): BackfillPreview => ({
  plan,
  zoned: {
    start: zonedText(Date.parse(plan.range.dataStartTime), plan.timeZone),
    end: zonedText(Date.parse(plan.range.dataEndTime), plan.timeZone),
  },
  windows: windowFactsOf(plan),
  coverage: null,
  estimate: estimateOf(
    plan,
    { ...known, spansPerHour: measured?.spansPerHour ?? known.spansPerHour },
    measured?.spans,
  ),
  measured: measured?.measured ?? null,
});

/** What the task's ledger has of a range, brought up to date first unless the flags say otherwise. */
export async function coverageEntries(
  session: Session,
  flags: Pick<PlanFlags, 'sync'>,
  { id }: Pick<Task, 'id'>,
  range: Interval,
  notify: Notify,
): Promise<CoverageEntry[]> {
  try {
    if (flags.sync !== false) await syncAndNotify(session, id, notify);
    return await readCoverage(session.client, id, range);
  } catch (error) {
    // What is missing can only be planned by coverage; all of a range can do without.
    if (!(error instanceof NoWorkerError) || reprocessOf(flags) !== 'all') throw error;
    notify(`Coverage was not read, and the plan covers all of the range as requested: ${error.message}`);
    return [];
  }
}
