import { carried, resourceId } from '../api/request-checks.js';
import { shape } from '../base/checks.js';
import { monthCheck } from '../time/month.js';
import type { KeptQuality } from './kept-quality.js';
import type { PackedQuality } from './pack-quality.js';

/** Signals and queries of the quality of a task in a month (design/quality.md), by name. */
export const QUALITY_SIGNALS = { record: 'record' } as const;
export const QUALITY_QUERIES = { windows: 'windows' } as const;

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
