import type { EmptyCause } from '../run/outcome.js';
import { INDEX_LAG_MS } from './coverage-entry.js';

/** What is seen of a window in which a run found nothing. */
export interface EmptySight {
  /** Spans that the task's filter lets through; all if it has none. */
  matching: number;
  /** Those of them that lack an evaluation of the task. */
  unlabelled: number;
  /** There are more spans than were read: the numbers are those of the newest. */
  isPart: boolean;
  /** Whether the window has any spans at all. */
  hasSpans: boolean;
  /** The start of the project's newest span since the start of the window, in milliseconds since 1970; null: there is none. */
  newestMs: number | null;
  /** The share of spans that the task evaluates, 0 to 1. */
  samplingRate: number;
}

/** Why a run found nothing; null: what is seen does not tell. `createdMs` is when the run was created. */
export function emptyCauseOf(
  sight: EmptySight,
  { endMs, createdMs }: { endMs: number; createdMs: number },
): EmptyCause | null {
  const { matching, unlabelled, hasSpans, newestMs, samplingRate } = sight;
  if (matching > 0 && unlabelled === 0) return 'labelled';
  // What is there now, and was not when the run looked. A sample of few spans may be empty.
  if (matching > 0) return samplingRate < 1 ? null : 'not-indexed';
  if (hasSpans) return 'no-match';
  // Data that is newer than the window is indexed already.
  if (newestMs !== null && newestMs >= endMs) return 'no-spans';
  return createdMs < endMs + INDEX_LAG_MS ? 'not-indexed' : 'no-spans';
}

/** The cause with what was seen, for people. */
export function emptyText(cause: EmptyCause, { matching, isPart, newestMs }: EmptySight): string {
  const count = isPart ? `the newest ${matching}` : `all ${matching}`;
  switch (cause) {
    case 'no-spans':
      return 'no spans in the window';
    case 'no-match':
      return "no spans in the window match the task's filter";
    case 'labelled':
      return `all labelled already: ${count} spans carry the evaluations`;
    case 'not-indexed':
      return `not indexed yet: ${indexText(matching, newestMs)}`;
  }
}

function indexText(matching: number, newestMs: number | null): string {
  if (matching > 0) return `${matching} spans are there by now`;
  return newestMs === null
    ? 'the project has no spans since the start of the window'
    : `the newest span of the project is of ${new Date(newestMs).toISOString()}`;
}
