import type { Interval } from '../time/interval.js';

/**
 * Windows without gaps between them: the start of the first one, and the lengths in order, each with how often it repeats.
 * A year of windows of six hours takes a handful of numbers.
 */
export interface WindowStretch {
  startMs: number;
  lengths: [lengthMs: number, times: number][];
}

/** Sorted windows that do not overlap, in a compact form: a plan of 10,000 must fit into one payload. */
export type WindowList = WindowStretch[];

/** The list of these windows, which must be sorted and not overlap. */
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

/** The windows of a list, from the oldest to the newest. */
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
