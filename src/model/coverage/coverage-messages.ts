import type { PackedCoverage } from './pack-coverage.js';
import type { Fence } from '../run/fence.js';

/** Signals and queries of a task's ledger (design/coverage.md), by name. */
export const COVERAGE_SIGNALS = { record: 'record', note: 'note' } as const;
export const COVERAGE_QUERIES = { index: 'index', entries: 'entries' } as const;

/** Up to where the service's list of runs was read. */
export interface SyncMark {
  /** The newest runs read: whatever is newer was not read. */
  fence: Fence;
  /** Runs with a window that had not ended: the next sync looks at them again. */
  unended: string[];
}

/** What a ledger knows of itself: the answer to the query `index`. */
export interface CoverageIndex {
  /** Months (UTC, like `2026-11`) in which windows of its runs begin, sorted. */
  months: string[];
  /**
   * By month, the first execution (Temporal run ID) of its ledger when the list was last read: where it is another one by
   * now, what the month held is lost.
   */
  begunAs: Record<string, string>;
  /** Null: the list was never read to its end. */
  sync: SyncMark | null;
}

/** Argument of the signal `note`. */
export interface NoteCoverage {
  taskId: string;
  months?: string[];
  begunAs?: Record<string, string>;
  sync?: SyncMark;
}

/** Input of the workflow `keepCoverage`. */
export interface KeepCoverageInput {
  taskId: string;
  /** Set by the workflow itself when it continues as new. */
  resume?: CoverageIndex;
}

/** Input of the workflow `keepCoverageMonth`. */
export interface KeepCoverageMonthInput {
  taskId: string;
  /** UTC, like `2026-11`. */
  month: string;
  /** Set by the workflow itself when it continues as new. */
  resume?: PackedCoverage;
}

/** Reads what is new in the service's list of a task's runs into its ledger. */
export interface SyncCoverageRequest {
  taskId: string;
  /** Reads the whole list, whatever the ledger knows already. */
  isWhole?: boolean;
}

/** What a sync did. */
export interface SyncedCoverage {
  /** Runs read from the list. */
  read: number;
  /** Runs given to the ledger: those with a window that have ended. */
  added: number;
  /** Active runs with a window: the next sync reads them again. */
  unended: number;
  /** Months (UTC) whose ledger was gone, for which the whole list was read. */
  lost: string[];
}
