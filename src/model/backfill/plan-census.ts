import type { Census } from '../quality/window-census.js';
import { resourceId } from '../api/request-checks.js';
import { listOf, members, shape, whole } from '../base/checks.js';
import type { WindowList } from './window-list.js';

/** Counts the spans of windows, and how many carry the evaluations of a task. */
export interface CountWindowsRequest {
  taskId: string;
  windows: WindowList;
  /** Requests that may be sent to read spans; beyond it, a sample of the windows is counted. */
  maxRequests: number;
}

/** What was counted, and how. */
export interface CountedWindows extends Census {
  /** The evaluations that count, by name. */
  evaluations: string[];
  /** Only spans that match it are counted; null: all. */
  filter: string | null;
  /** The share of spans that the task evaluates, 0 to 1. */
  samplingRate: number;
}

export const countWindowsCheck = shape<CountWindowsRequest>({
  taskId: resourceId,
  windows: listOf(members({ startMs: whole(0) })),
  maxRequests: whole(1),
});
