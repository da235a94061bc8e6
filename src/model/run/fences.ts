import type { TaskRun } from '../api/task-run.js';
import { instantMs } from '../time/window.js';
import type { Window } from '../time/window.js';
import { fenceOf } from './fence.js';
import type { Fence } from './fence.js';

/** The fences that the newest runs of a task make, for as many triggers as share them. */
export interface Fences {
  /** All runs of it that are about as new as the newest. */
  whole: Fence;
  /** For these windows alone: runs of other windows are not taken for theirs. */
  ofWindows(windows: readonly Window[]): Fence;
  /** For experiments alone: a run that tells its experiment tells whose it is. */
  ofNameless(): Fence;
}

/** The parts have those runs too that are as new as the newest, and are small where there are many runs. */
export function fencesOf(runs: readonly TaskRun[]): Fences {
  const whole = fenceOf(runs);
  const ids = new Set(whole.runIds);
  const near = runs.filter(({ id }) => ids.has(id));
  const partOf = (mayBeOurs: (run: TaskRun) => boolean): Fence => ({
    ...whole,
    runIds: near.filter((run) => mayBeOurs(run) || newest().has(run.id)).map(({ id }) => id),
    isPartial: true,
  });
  const newest = once(() => new Set(near.filter((run) => isAsNewAs(whole, run)).map(({ id }) => id)));
  const keys = once(() => new Map(near.map((run) => [run.id, keyOf(run.dataStartTime, run.dataEndTime)])));
  return {
    whole,
    ofWindows(windows) {
      const asked = new Set(windows.map((each) => keyOf(each.dataStartTime, each.dataEndTime)));
      return partOf(({ id }) => asked.has(keys().get(id) ?? ''));
    },
    ofNameless: once(() => partOf(({ experimentId }) => experimentId === null)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

const isAsNewAs = ({ newestCreatedAt }: Fence, { createdAt }: TaskRun): boolean =>
  createdAt === newestCreatedAt || instantMs(createdAt) === instantMs(newestCreatedAt ?? '');

const keyOf = (start: string | null, end: string | null): string =>
  `${instantMs(start ?? '')}-${instantMs(end ?? '')}`;
