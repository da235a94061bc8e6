import type { StepResult } from './results.js';
import { sumOfCounts } from '../api/task-run.js';
import type { RunCounts } from '../api/task-run.js';

/** What a step's run looked at, or the runs of all its items together; null where nothing is known. */
export function countsOf({ items, result }: Pick<StepResult, 'items' | 'result'>): RunCounts | null {
  if (items === undefined) return result?.run?.counts ?? null;
  const known = items.map(({ counts }) => counts).filter((counts) => counts !== null);
  return known.length === 0 ? null : sumOfCounts(known);
}
