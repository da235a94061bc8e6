import type { ActiveRun, OrphanFinding, SweptTask } from '../../model/sweep/orphans.js';
import type { SortedRun } from '../../model/sweep/sweep.js';
import { sorting, sweeping } from '../shared/activities.js';

/** How many tasks one attempt asks for their runs, and how many runs one attempt sorts. */
const TASKS_AT_ONCE = 20;
const RUNS_AT_ONCE = 2000;

/** Looks at all active runs of these tasks, and says what each is to us; `unread` as in `ActiveRuns`. */
export async function sortActiveRuns(
  tasks: readonly SweptTask[],
): Promise<{ sightings: SortedRun[]; unread: SweptTask[] }> {
  const runs: ActiveRun[] = [];
  const unread: SweptTask[] = [];
  for (const some of chunksOf(tasks, TASKS_AT_ONCE)) {
    const active = await sweeping.activeRuns({ tasks: some });
    runs.push(...active.runs);
    unread.push(...active.unread);
  }
  const sightings: SortedRun[] = [];
  // The runs first: whatever triggered one of them is in Temporal's list of workflows by now, or soon.
  for (const some of chunksOf(runs, RUNS_AT_ONCE)) {
    const findings = await sorting.findOrphans({ runs: some });
    some.forEach((run, at) => sightings.push({ ...run, ...(findings[at] as OrphanFinding) }));
  }
  return { sightings, unread };
}

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
