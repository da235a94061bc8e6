import { PROVEN } from './coverage.js';
import type { CoverageEntry, Verified } from './coverage.js';
import { definedOnly, omit } from '../base/objects.js';
import { sumOfCounts } from '../api/task-run.js';

/**
 * So many fewer entries (`excess`) that say the same of their time. From the oldest on, neighbours that prove their time by
 * the same evaluators become one, whose run is called after the first of them (`ID +2`: and two more) and whose counts are
 * their sum. Where that is not enough, the oldest that prove nothing are left out, and then the oldest of all.
 */
export function thinCoverage(entries: readonly CoverageEntry[], excess: number): CoverageEntry[] {
  const merged = mergeNeighbours(entries.toSorted(byTime), excess);
  const left = excess - (entries.length - merged.length);
  const proving = leaveOut(merged, left, ({ state }) => !PROVEN.has(state));
  return leaveOut(proving, left - (merged.length - proving.length), () => true);
}

const byTime = (a: CoverageEntry, b: CoverageEntry): number =>
  a.startMs - b.startMs || a.endMs - b.endMs || (a.runId < b.runId ? -1 : 1);

function mergeNeighbours(sorted: readonly CoverageEntry[], excess: number): CoverageEntry[] {
  const kept: CoverageEntry[] = [];
  /** By what neighbours must share, where the newest of that kind is: others may lie between. */
  const places = new Map<string, number>();
  let toMerge = excess;
  for (const entry of sorted) {
    const kind = `${entry.state} ${entry.evaluators}`;
    const place = places.get(kind);
    const before = place === undefined ? undefined : kept[place];
    if (toMerge > 0 && place !== undefined && before !== undefined && areOne(before, entry)) {
      kept[place] = merged(before, entry);
      toMerge--;
    } else {
      places.set(kind, kept.push(entry) - 1);
    }
  }
  return kept;
}

/** Whether two entries of one kind, the earlier first, prove their time without a gap, and as if it were one run. */
const areOne = (a: CoverageEntry, b: CoverageEntry): boolean =>
  PROVEN.has(a.state) && b.startMs <= a.endMs && isOver(a) && isOver(b);

/** A run proves nothing of what comes after it was created. */
const isOver = ({ endMs, createdMs }: CoverageEntry): boolean => endMs <= createdMs;

function merged(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  // One inside of what was merged before may be counted there already: a ledger that is rebuilt gets it again.
  const isCounted = runsOf(a.runId) > 1 && b.endMs <= a.endMs;
  return {
    ...omit(a, 'verified'),
    ...definedOnly({ verified: isCounted ? a.verified : bothVerified(a.verified, b.verified) }),
    runId: isCounted ? a.runId : `${firstOf(a.runId)} +${runsOf(a.runId) + runsOf(b.runId) - 1}`,
    endMs: Math.max(a.endMs, b.endMs),
    counts: isCounted ? a.counts : sumOfCounts([a.counts, b.counts]),
    createdMs: Math.max(a.createdMs, b.createdMs),
    maxSpans: a.maxSpans === b.maxSpans ? a.maxSpans : null,
    workflowId: a.workflowId === b.workflowId ? a.workflowId : null,
  };
}

/** Of two windows that become one: known if both were compared with their spans. */
function bothVerified(a: Verified | undefined, b: Verified | undefined): Verified | undefined {
  if (a === undefined || b === undefined) return undefined;
  return {
    atMs: Math.min(a.atMs, b.atMs),
    spans: a.spans + b.spans,
    evaluated: a.evaluated + b.evaluated,
    late: a.late === null || b.late === null ? null : a.late + b.late,
  };
}

// An id of the service has no space.
const MORE = / \+(\d+)$/;

const firstOf = (runId: string): string => runId.replace(MORE, '');

/** How many runs an entry stands for. */
const runsOf = (runId: string): number => 1 + Number(MORE.exec(runId)?.[1] ?? 0);

function leaveOut(
  entries: readonly CoverageEntry[],
  excess: number,
  mayGo: (entry: CoverageEntry) => boolean,
): CoverageEntry[] {
  let left = excess;
  return entries.filter((entry) => left <= 0 || !mayGo(entry) || left-- <= 0);
}
