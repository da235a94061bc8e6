import type { Interval } from '../time/interval.js';

/** Whose spans are counted: a project, or that of a task. A name needs `space`. */
export type SpanOwner = { project: string; space: string | null } | { task: string; space: string | null };

/** Which spans are counted: those that start in a half-open window. */
export interface SpanCountRequest extends Interval {
  of: SpanOwner;
  /** As the service takes it; null: all spans. */
  filter: string | null;
  /** Requests that may be sent; beyond it, a sample is counted. */
  maxRequests: number;
}

/** How many spans there are. */
export interface SpanCount {
  /** For a count of the same spans later. */
  projectId: string;
  count: number;
  /** The start of the newest one, ISO 8601 with zone; null: there is none. */
  newestAt: string | null;
  /** The count is an estimate, and `newestAt` that of the part which was read. */
  isSample: boolean;
  /** Requests that were sent. */
  requests: number;
}
