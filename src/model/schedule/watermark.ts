import { instant, shape } from '../base/checks.js';
import { toUtc } from '../time/window.js';
import type { Interval } from '../time/interval.js';

/** The latest time that a date can hold. */
const MAX_MS = 8.64e15;

/** Why a watermark may not be moved over an interval, or null: it has to begin at the watermark, or to lie behind it. */
export function advanceProblem(
  provenMs: number,
  request: Partial<AdvanceWatermark> | null | undefined,
): string | null {
  const { startMs, endMs } = request?.interval ?? {};
  if (!isTime(startMs) || !isTime(endMs) || startMs >= endMs) {
    return 'the watermark can only be moved over an interval: {startMs, endMs}, in milliseconds since 1970';
  }
  if (startMs === provenMs || endMs <= provenMs) return null;
  return `the watermark is at ${toUtc(provenMs)}: it cannot be moved over ${toUtc(startMs)} to ${toUtc(endMs)}, which does not begin there`;
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= MAX_MS;

/** A watermark as its workflow keeps it (`keepWatermark`). */
export interface Watermark {
  /** Until where all is proven, in milliseconds since 1970. */
  provenMs: number;
}

/** Argument of the update `advance`: `interval` begins at the watermark, or is behind it already (then nothing changes). */
export interface AdvanceWatermark {
  interval: Interval;
}

/** The update of `keepWatermark` that moves it ({@link AdvanceWatermark}), and the query for it; both answer {@link Watermark}. */
export const ADVANCE_UPDATE = 'advance';
export const WATERMARK_QUERY = 'watermark';

/** The memo of `keepWatermark` with its {@link Watermark}, for onlookers without a worker. */
export const WATERMARK_MEMO = 'watermark';

const watermarkCheck = shape<Watermark>({ provenMs: instant });

/** What is wrong with an input of `keepWatermark` from any program; null if nothing is. */
export const keepWatermarkProblem = (input: unknown): string | null => watermarkCheck(input, 'input');
