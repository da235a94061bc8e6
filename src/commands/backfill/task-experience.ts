import { medianRunMs, spansPerHourOf } from '../../model/backfill/backfill-estimate.js';
import type { TaskExperience } from '../../model/backfill/backfill-estimate.js';
import type { BackfillPlan } from '../../model/backfill/backfill.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { NoWorkerError } from '../../client/errors.js';
import { readCoverage } from '../../client/coverage/read-coverage.js';
import { runOperation } from '../session/run-operation.js';
import type { Notify } from '../../client/worker-gap.js';
import type { Session } from '../session/session.js';

const RUNS_LOOKED_AT = 100;

/** What earlier runs show. If none was in the range, the runs of all times show how many spans to expect. */
export async function experienceOf(
  session: Session,
  { task: { id }, evaluators }: BackfillPlan,
  entries: readonly CoverageEntry[],
  notify: Notify,
): Promise<TaskExperience> {
  const inRange = spansPerHourOf(entries);
  const spansPerHour = inRange ?? spansPerHourOf(await coverageIfAny(session, id, null, notify));
  const { items } = await runOperation(session, 'listRuns', { task: id, limit: RUNS_LOOKED_AT }, notify);
  return { spansPerHour, runMs: medianRunMs(items), evaluators: evaluators.split('+').length };
}

/** Of a plan whose coverage is not asked again. */
export async function experienceOfPlan(
  session: Session,
  plan: BackfillPlan,
  notify: Notify,
): Promise<TaskExperience> {
  const { task, range } = plan;
  const at = { startMs: Date.parse(range.dataStartTime), endMs: Date.parse(range.dataEndTime) };
  const entries = await coverageIfAny(session, task.id, at, notify);
  return experienceOf(session, plan, entries, notify);
}

/** An estimate can do without coverage: it is then from the list of runs alone, or unknown. */
async function coverageIfAny(
  { client }: Session,
  taskId: string,
  range: Interval | null,
  notify: Notify,
): Promise<CoverageEntry[]> {
  try {
    return await readCoverage(client, taskId, range);
  } catch (error) {
    if (!(error instanceof NoWorkerError)) throw error;
    notify(`The estimate is made without coverage: ${error.message}`);
    return [];
  }
}
