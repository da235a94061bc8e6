import type { Task } from '../api/task.js';

/** Which spans of a window the runs of a task evaluate. */
export interface Selection {
  /** As the service takes it; null: all spans. */
  filter: string | null;
  /** 0 to 1. */
  samplingRate: number;
  /** Each span that is selected gets an evaluation of its own: what has none was not evaluated. */
  isEachSpan: boolean;
}

/** What a task evaluates, as far as it is the same for all of its evaluators. */
export function selectionOf({
  queryFilter,
  queryFilters,
  samplingRate,
  evaluators,
}: Pick<Task, 'queryFilter' | 'queryFilters' | 'samplingRate' | 'evaluators'>): Selection {
  const own = [...new Set(evaluators.map((evaluator) => evaluator.queryFilter))];
  const common = own.length === 1 ? (own[0] ?? null) : null;
  const filters = [queryFilter, common].filter((filter) => filter !== null);
  return {
    filter: filters.length > 1 ? filters.map((filter) => `(${filter})`).join(' AND ') : (filters[0] ?? null),
    samplingRate: samplingRate ?? 1,
    // Traces and sessions are selected by named filters, and have one evaluation for all of their spans.
    isEachSpan: own.length <= 1 && queryFilters === null,
  };
}
