import { COVERAGE_STATES } from './coverage.js';
import type { CoverageEntry } from './coverage.js';
import { totalOf } from '../api/task-run.js';

/**
 * One entry of two of the same run. What a workflow of ours says of its run wins over what was found in the list: it knows
 * the bound and the tolerance. Else the one that counted more wins, since lists lag. Evaluators and bound are kept from
 * whoever knows them. The order in which entries come makes no difference.
 */
export function mergeCoverage(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  const better = compare(a, b) >= 0 ? a : b;
  return {
    ...better,
    evaluators: greater(a.evaluators, b.evaluators),
    maxSpans: greater(a.maxSpans, b.maxSpans),
  };
}

/** Above 0 where `a` tells more. Two that are equal here differ at most in what {@link mergeCoverage} joins. */
function compare(a: CoverageEntry, b: CoverageEntry): number {
  const [left, right] = [ranksOf(a), ranksOf(b)];
  const at = left.findIndex((rank, index) => rank !== right[index]);
  return at < 0 ? 0 : (left[at] ?? '') > (right[at] ?? '') ? 1 : -1;
}

const ranksOf = (entry: CoverageEntry): (number | string)[] => [
  entry.workflowId === null ? 0 : 1,
  totalOf(entry.counts),
  -COVERAGE_STATES.indexOf(entry.state),
  entry.counts.successes,
  entry.counts.errors,
  entry.createdMs,
  entry.endMs,
  entry.startMs,
  entry.workflowId ?? '',
];

/** The known one of two, the greater where both are. */
function greater<Value extends string | number>(a: Value | null, b: Value | null): Value | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
