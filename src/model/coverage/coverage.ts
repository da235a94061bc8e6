import type { Interval } from '../time/interval.js';
import type { RunCounts } from '../api/task-run.js';

/**
 * What a run proves of its window (design/coverage.md). `evaluated`: it ended well, or all was labelled already.
 * `empty`: it found nothing, long enough after the window's end that nothing more was to come. `early`: it found nothing,
 * but data may have come since. `errors`: it evaluated, with more errors than allowed. `truncated`: it stopped at its
 * bound of spans. `failed`: it failed, or was cancelled.
 */
export type CoverageState = 'evaluated' | 'empty' | 'early' | 'errors' | 'truncated' | 'failed';

/** The best first: of several runs over one instant the best one counts. */
export const COVERAGE_STATES: readonly CoverageState[] = [
  'evaluated',
  'empty',
  'errors',
  'truncated',
  'early',
  'failed',
];

/** States whose time needs no other run. */
export const PROVEN: ReadonlySet<CoverageState> = new Set<CoverageState>(['evaluated', 'empty']);

/** What one run of a task says of its window, as the ledger keeps it. */
export interface CoverageEntry extends Interval {
  runId: string;
  state: CoverageState;
  counts: RunCounts;
  /** When the run was created, in milliseconds since 1970: it proves nothing of later times. */
  createdMs: number;
  /**
   * The evaluators with their versions at the time (`model/evaluators-key.ts`); null: unknown, as of runs that were found
   * in the service's list.
   */
  evaluators: string | null;
  /** The bound of spans it was triggered with; null: unknown or the service's default. */
  maxSpans: number | null;
  /** The workflow that triggered it; null: none of ours, as far as is known. */
  workflowId: string | null;
  /** What was found when its window was last compared with its spans; absent: it never was. */
  verified?: Verified;
}

/** A window compared with its spans. */
export interface Verified {
  /** In milliseconds since 1970. */
  atMs: number;
  spans: number;
  /** Those with the task's evaluations. */
  evaluated: number;
  /** Those that came after the run, see `VerifiedWindow`; null: it cannot be told. */
  late: number | null;
}

/** A stretch of time of one state; null: no run is known. Neighbours differ. */
export interface CoverageStretch extends Interval {
  state: CoverageState | null;
  /** How many entries it stands on. */
  runs: number;
}

/** Argument of the signal `record` of a ledger. */
export interface RecordCoverage {
  taskId: string;
  entries: CoverageEntry[];
}

/** Which windows of a range need a run. */
export type Reprocess = 'missing' | 'failed' | 'all';
