import { carried, resourceId } from '../../api/request-checks.js';
import { all, endsAfterStart, instant, listOf, optional, shape, text, whole } from '../../base/checks.js';
import type { Interval } from '../../time/interval.js';
import { monthCheck } from '../../time/month.js';
import type { KeptQuality } from './kept-quality.js';
import type { PackedQuality } from './pack-quality.js';

/** Signals and queries of the quality of a task in a month (design/quality.md), by name. */
export const QUALITY_SIGNALS = { record: 'record' } as const;
export const QUALITY_QUERIES = { windows: 'windows' } as const;

/** Reads what evaluations say about the spans of a window, and keeps it for the task. */
export interface KeepQualityRequest extends Interval {
  taskId: string;
  /** Runs whose evaluations count; none: those of the task. */
  runIds: string[];
  /** Requests that may be sent; beyond it, a sample is read. */
  maxRequests: number;
  /** As in `SpanQuestion`. What is read by groups is not kept. Absent: no groups. */
  groupBy?: string;
}

/** Argument of the signal `record`. */
export interface RecordQuality {
  taskId: string;
  windows: KeptQuality[];
}

/** Input of the workflow `keepQualityMonth`. */
export interface KeepQualityMonthInput {
  taskId: string;
  /** UTC, like `2026-11`. */
  month: string;
  /** Set by the workflow itself when it continues as new. */
  resume?: PackedQuality;
}

const keepQualityMonthCheck = shape<KeepQualityMonthInput>({
  taskId: resourceId,
  month: monthCheck,
  resume: carried,
});

/** What is wrong with an input of `keepQualityMonth` from any program; null if nothing is. */
export const keepQualityMonthProblem = (input: unknown): string | null =>
  keepQualityMonthCheck(input, 'input');

/** What is wrong with a request to read a window, at a path; null if nothing is. */
export const keepQualityRequestCheck = all(
  shape<KeepQualityRequest>({
    taskId: resourceId,
    runIds: listOf(text),
    startMs: instant,
    endMs: instant,
    maxRequests: whole(1),
    groupBy: optional(text),
  }),
  endsAfterStart,
);
