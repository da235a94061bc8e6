import type { Interval } from '../time/interval.js';

/**
 * Windows that touch each other: where they begin, and their lengths in order, each with how often it follows in a row.
 * A year of windows of six hours is a handful of numbers.
 */
export interface WindowStretch {
  startMs: number;
  lengths: [lengthMs: number, times: number][];
}

/** Windows from the oldest to the newest, none overlapping, in little space: a plan of 10,000 must fit into one payload. */
export type WindowList = WindowStretch[];

/** The list of these windows, which must come from the oldest to the newest and not overlap. */
export function windowListOf(windows: readonly Interval[]): WindowList {
  const list: WindowList = [];
  let endMs = Number.NaN;
  for (const window of windows) {
    if (window.startMs !== endMs) list.push({ startMs: window.startMs, lengths: [] });
    append(list.at(-1), window.endMs - window.startMs);
    endMs = window.endMs;
  }
  return list;
}

function append(stretch: WindowStretch | undefined, lengthMs: number): void {
  const last = stretch?.lengths.at(-1);
  if (last?.[0] === lengthMs) last[1]++;
  else stretch?.lengths.push([lengthMs, 1]);
}

/** The windows of a list, one by one, from the oldest to the newest. */
export const windowsIn = (list: WindowList): Interval[] => list.flatMap(windowsOfStretch);

function windowsOfStretch({ startMs, lengths }: WindowStretch): Interval[] {
  let at = startMs;
  return lengths.flatMap(([lengthMs, times]) =>
    Array.from({ length: times }, () => ({ startMs: at, endMs: (at += lengthMs) })),
  );
}

/** How many windows a list has. */
export const windowCount = (list: WindowList): number =>
  list.reduce((sum, { lengths }) => sum + lengths.reduce((times, [, each]) => times + each, 0), 0);
