import type { Firing } from '../schedule/schedule-misses.js';

/** Neighbouring times of a schedule that are to fire; the times of others must not lie between them. */
export interface TimeRange<Time> {
  first: Time;
  last: Time;
}

/** Of some times those without a firing that ended well or goes on, or all of them where they are to fire `again`. */
export function timesToFire<Time extends { nominalMs: number }>(
  times: readonly Time[],
  firings: readonly Pick<Firing, 'nominalMs' | 'startedMs' | 'state'>[],
  { again }: { again: boolean },
): Time[] {
  const newest = new Map<number, Firing['state']>();
  for (const { nominalMs, state } of firings.toSorted((a, b) => a.startedMs - b.startedMs))
    newest.set(nominalMs, state);
  return times.filter(({ nominalMs }) => {
    const state = newest.get(nominalMs);
    // A second one beside a firing that goes on has its workflow id, and Temporal would drop it.
    return state !== 'running' && (again || state !== 'good');
  });
}

/** Chosen times as few ranges: neighbours among all the times become one. */
export function rangesOf<Time>(all: readonly Time[], chosen: readonly Time[]): TimeRange<Time>[] {
  const isChosen = new Set(chosen);
  const ranges: TimeRange<Time>[] = [];
  let open: TimeRange<Time> | undefined;
  for (const time of all) {
    if (!isChosen.has(time)) open = undefined;
    else if (open === undefined) ranges.push((open = { first: time, last: time }));
    else open.last = time;
  }
  return ranges;
}
