import type { Firing } from '../schedule/schedule-misses.js';

/** A range of times of a schedule that are to fire, with no other time of the schedule between them. */
export interface TimeRange<Time> {
  first: Time;
  last: Time;
}

/** The times without a successful or running firing; with `again`, all times without a running one. */
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
    // A second firing of a time has the same workflow id, so Temporal would drop it while the first one is running.
    return state !== 'running' && (again || state !== 'good');
  });
}

/** Chosen times as few ranges: chosen times next to each other become one range. */
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
