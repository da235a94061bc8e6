import type { Interval } from '../../model/time/interval.js';
import type { WindowRule } from '../../model/schedule/schedule.js';
import { failure } from '../base/failures.js';

export interface FiringRequest {
  rule: WindowRule;
  /** The time that the firing stands for, in milliseconds since 1970. */
  nominalMs: number;
  /** Until where all is proven; null outside the mode `watermark`. */
  provenMs: number | null;
}

/** The windows that are due, from the oldest on. */
export interface DueWindows {
  windows: Interval[];
  /** False: more is due than one firing takes. */
  isWhole: boolean;
}

/**
 * Which windows a firing evaluates (design/schedule.md). Not computed in the workflow, since workers differ in what they
 * know of time zones. Fails as `InvalidInput` if this one does not know the rule's.
 */
export const windowsOfFiring =
  () =>
  async (request: FiringRequest): Promise<DueWindows> => {
    try {
      return await dueWindows(request);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw failure('InvalidInput', `the windows of the firing cannot be told: ${error.message}`);
    }
  };

async function dueWindows({ rule, nominalMs, provenMs }: FiringRequest): Promise<DueWindows> {
  // Time zones, for schedules alone.
  const { windowsOfNominal, windowsOfWatermark } = await import('../../calendar/windows-of-rule.js');
  if (rule.mode === 'nominal') return { windows: windowsOfNominal(rule, nominalMs), isWhole: true };
  const oneMore = { ...rule, maxSlices: rule.maxSlices + 1 };
  const windows = windowsOfWatermark(oneMore, provenMs ?? rule.fromMs, nominalMs);
  return { windows: windows.slice(0, rule.maxSlices), isWhole: windows.length <= rule.maxSlices };
}
