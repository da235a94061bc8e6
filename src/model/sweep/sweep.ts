import type { ActiveRun, OrphanFinding, Standing, SweptTask } from './orphans.js';
import type { Orphan, SweepEffect, SweepResult, SweptRun } from './sweep-result.js';

/** An active run, with what it is to us. */
export interface SortedRun extends ActiveRun, OrphanFinding {}

/** The most runs that a sweep lists of a kind, and deals with; the next sweep continues. */
const MAX_LISTED = 200;

const ofStanding = (sightings: readonly SortedRun[], standing: Standing): SortedRun[] =>
  sightings.filter((sighting) => sighting.standing === standing);

export const orphansOf = (sightings: readonly SortedRun[]): SortedRun[] => ofStanding(sightings, 'orphan');

/** The tasks of these runs, each once. */
export const tasksOf = (sightings: readonly SortedRun[]): SweptTask[] => [
  ...new Map(sightings.map(({ task }) => [task.id, task])).values(),
];

/**
 * What holds after both looks: of a run that was an orphan in the first, what the second says; nothing if it has ended by
 * then. `unread`: the tasks that the second look did not find.
 */
export function settled(
  first: readonly SortedRun[],
  second: readonly SortedRun[],
  unread: readonly SweptTask[] = [],
): SortedRun[] {
  const again = new Map(second.map((sighting) => [sighting.runId, sighting]));
  const unreadIds = new Set(unread.map(({ id }) => id));
  return first.flatMap((sighting): SortedRun | SortedRun[] => {
    if (sighting.standing !== 'orphan') return sighting;
    if (unreadIds.has(sighting.task.id))
      return { ...sighting, standing: 'unknown', why: 'its task was not found in the second look' };
    return again.get(sighting.runId) ?? [];
  });
}

/** The orphans that a sweep lists; of `onlyRuns` it may do something about those alone, and they come first. */
export function listedOrphans(
  sightings: readonly SortedRun[],
  onlyRuns: readonly string[] | undefined,
): { toDeal: SweptRun[]; rest: SweptRun[] } {
  const orphans = orphansOf(sightings).map(sweptRun);
  const isMeant = ({ runId }: SweptRun): boolean => onlyRuns?.includes(runId) ?? true;
  const toDeal = orphans.filter(isMeant).slice(0, MAX_LISTED);
  const rest = orphans.filter((run) => !isMeant(run)).slice(0, MAX_LISTED - toDeal.length);
  return { toDeal, rest };
}

const sweptRun = ({ runId, task, status, createdAt, why }: SortedRun): SweptRun => ({
  runId,
  taskId: task.id,
  taskName: task.name,
  status,
  createdAt,
  why,
});

/** How many tasks a sweep asked for their runs, and those that it did not find. */
export interface SweptScope {
  tasks: number;
  unread: readonly SweptTask[];
}

/** The result of a sweep, from what it saw of its tasks and what became of the orphans that it lists. */
export function sweepResult(
  { tasks, unread }: SweptScope,
  sightings: readonly SortedRun[],
  orphans: readonly (SweptRun & { did: SweepEffect })[],
): SweepResult {
  const count = (standing: Standing): number => ofStanding(sightings, standing).length;
  const list = (standing: Standing): SweptRun[] =>
    ofStanding(sightings, standing).slice(0, MAX_LISTED).map(sweptRun);
  return {
    looked: {
      tasks,
      unknownTasks: unread.length,
      runs: sightings.length,
      owned: count('owned'),
      byOthers: count('by-others'),
    },
    counts: {
      orphans: count('orphan'),
      left: count('left'),
      unknown: count('unknown'),
      inDoubt: count('in-doubt'),
    },
    orphans: [...orphans],
    left: list('left'),
    unknown: list('unknown'),
    inDoubt: list('in-doubt'),
    unknownTasks: unread.slice(0, MAX_LISTED).map(({ id, name }) => ({ taskId: id, taskName: name })),
  };
}

/** How many orphans a sweep leaves as they were. */
export const orphansLeft = ({ counts, orphans }: SweepResult): number =>
  counts.orphans - orphans.filter(isDealtWith).length;

const isDealtWith = ({ did }: Orphan): boolean => did !== 'reported' && did !== 'unconfirmed';
