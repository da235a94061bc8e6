import type { Interval } from '../time/interval.js';

/** What the spans of one window amount to. */
export interface CountedWindow {
  /** Its position among the windows that were to be counted. */
  at: number;
  spans: number;
  /** Spans that carry every one of the evaluations that were asked for; 0 if none was. */
  evaluated: number;
  /** The start of its newest span, in milliseconds since 1970; null: it has none. */
  newestMs: number | null;
  /** Spans with an evaluation by each run that was asked for, by its ID; `other`: by none of them, or it is not told. */
  writers: Record<string, number>;
}

/** The windows that were counted: all of them, or a sample that chance chose. */
export interface Census {
  counted: CountedWindow[];
  /** Windows that were to be counted. */
  windows: number;
  /** Requests that were sent. */
  requests: number;
}

export const isSample = ({ counted, windows }: Census): boolean => counted.length < windows;

/** The name in {@link CountedWindow.writers} of whoever is none of the runs. */
export const OTHER_WRITER = 'other';

/** Adjacent windows that are read together: positions from `from` up to `to`, exclusive. */
export interface WindowGroup extends Interval {
  from: number;
  to: number;
}

/**
 * Adjacent windows in groups, at most about `maxGroups` of them: the spans of a group are read as one list, since each list
 * costs a request even where it is empty. `windows` are sorted and do not overlap.
 */
export function groupsOf(windows: readonly Interval[], maxGroups: number): WindowGroup[] {
  const size = Math.max(1, Math.ceil(windows.length / Math.max(1, maxGroups)));
  const groups: WindowGroup[] = [];
  for (const [at, { startMs, endMs }] of windows.entries()) {
    const last = groups.at(-1);
    if (last !== undefined && last.endMs === startMs && last.to - last.from < size) {
      last.endMs = endMs;
      last.to = at + 1;
    } else groups.push({ startMs, endMs, from: at, to: at + 1 });
  }
  return groups;
}

/** The same in an order that chance chooses; `random` gives numbers from 0 up to 1. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as Item, order[at] as Item];
  }
  return order;
}

/** A total over all windows. */
export interface Total {
  value: number;
  /** Half the width of its 95 % confidence interval: 0 where all windows were counted, null where too few were. */
  error: number | null;
}

/** The normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/** The sum of a measure over all windows: counted, or estimated from the sample, of which each window is a draw. */
export function totalOf(census: Census, measure: (window: CountedWindow) => number): Total {
  const { counted, windows } = census;
  const values = counted.map(measure);
  const sum = values.reduce((all, each) => all + each, 0);
  if (!isSample(census)) return { value: sum, error: 0 };
  if (values.length === 0) return { value: 0, error: null };
  const mean = sum / values.length;
  const value = Math.round(mean * windows);
  if (values.length < 2) return { value, error: null };
  const variance = values.reduce((all, each) => all + (each - mean) ** 2, 0) / (values.length - 1);
  const left = 1 - values.length / windows;
  return { value, error: Math.round(Z * windows * Math.sqrt((left * variance) / values.length)) };
}

/** The position of the window (sorted, not overlapping) in which an instant lies; -1: in none. */
export function windowAt(windows: readonly Interval[], ms: number): number {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.endMs ?? Infinity) > ms) high = middle;
    else low = middle + 1;
  }
  const { startMs = Infinity } = windows[low] ?? {};
  return startMs <= ms ? low : -1;
}
