import type { Interval } from '../../model/time/interval.js';
import { eachPage } from './each-page.js';
import { SeenSpans } from '../../model/quality/seen-spans.js';
import type { SpanHash } from '../../model/quality/seen-spans.js';
import { windowAt } from '../../model/quality/window-census.js';
import type { CountedWindow, WindowGroup } from '../../model/quality/window-census.js';

/** A span as it is counted. */
export interface CountedSpan {
  /** Of its trace and its own ID. */
  hash: SpanHash;
  startMs: number;
  /** It carries every evaluation that was asked for. */
  isEvaluated: boolean;
  /** The run that wrote an evaluation of it, or `OTHER_WRITER`; null: it has none. */
  writer: string | null;
}

export interface CountedPage {
  spans: CountedSpan[];
  /** Null: it was the last one. */
  nextCursor: string | null;
}

/** Reads one page of the spans that start in a window, the newest first. */
export type ReadCountedPage = (window: Interval, cursor: string | null) => Promise<CountedPage>;

/** What a walk has read so far. */
export interface WalkProgress {
  counted: CountedWindow[];
  /** Groups that were read to their end, or given up. */
  groups: number;
  requests: number;
  /** Tells whether other windows were walked. */
  of?: string;
}

export const NOTHING_WALKED: WalkProgress = { counted: [], groups: 0, requests: 0 };

/**
 * Counts the windows of groups, one group after another, until all are read or `maxRequests` are sent. A group that cannot
 * be read to its end within that is left out, unless it is the first: then those of its windows count that were read.
 * `progress` is changed as groups end, so that an attempt after this one continues there.
 */
export async function walkGroups(
  windows: readonly Interval[],
  groups: readonly WindowGroup[],
  read: ReadCountedPage,
  { maxRequests, progress }: { maxRequests: number; progress: WalkProgress },
): Promise<void> {
  for (const group of groups.slice(progress.groups)) {
    if (progress.requests >= maxRequests) return;
    const own = windows.slice(group.from, group.to);
    const walked = await walkGroup(own, group, read, maxRequests - progress.requests);
    const isKept = walked.isWhole || progress.counted.length === 0;
    if (isKept) progress.counted.push(...walked.counted);
    progress.requests += walked.requests;
    progress.groups++;
  }
}

interface WalkedGroup {
  counted: CountedWindow[];
  isWhole: boolean;
  requests: number;
}

async function walkGroup(
  windows: readonly Interval[],
  group: WindowGroup,
  read: ReadCountedPage,
  maxRequests: number,
): Promise<WalkedGroup> {
  const opened = () => windows.map((_window, at) => emptyTally(group.from + at));
  let [tallies, seen, oldestMs] = [opened(), new SeenSpans(), group.endMs];
  let requests = 0;
  const readNext = (cursor: string | null): Promise<CountedPage> => {
    requests++;
    return read(group, cursor);
  };
  for await (const { page, isAnew } of eachPage(readNext)) {
    if (isAnew) [tallies, seen, oldestMs] = [opened(), new SeenSpans(), group.endMs];
    for (const span of page.spans) {
      oldestMs = Math.min(oldestMs, span.startMs);
      if (seen.add(span.hash)) count(span, windows, tallies);
    }
    if (page.nextCursor === null) break;
    // A window is read once an older span was met: the newest come first.
    const isRead = (at: number): boolean => (windows[at]?.startMs ?? 0) > oldestMs;
    if (requests >= maxRequests)
      return { counted: tallies.filter((_tally, at) => isRead(at)), isWhole: false, requests };
  }
  return { counted: tallies, isWhole: true, requests };
}

const emptyTally = (at: number): CountedWindow => ({
  at,
  spans: 0,
  evaluated: 0,
  newestMs: null,
  writers: {},
});

/** The service's bounds are inclusive: a span that starts at the end of the group is in none of its windows. */
function count(span: CountedSpan, windows: readonly Interval[], tallies: readonly CountedWindow[]): void {
  const tally = tallies[windowAt(windows, span.startMs)];
  if (tally === undefined) return;
  tally.spans++;
  if (span.isEvaluated) tally.evaluated++;
  tally.newestMs = Math.max(tally.newestMs ?? span.startMs, span.startMs);
  if (span.writer !== null) tally.writers[span.writer] = (tally.writers[span.writer] ?? 0) + 1;
}
