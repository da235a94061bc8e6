import type { ScoreSummary, SideEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import type { MeanAndSpread } from '../../statistics/difference.js';
import type { LabelCounts } from '../../statistics/label-drift.js';

/** Evidence of one side of a check, with what a comparison with the other side needs. */
export interface Measured {
  evidence: SideEvidence;
  /** Null: the measure cannot be compared by a test. */
  comparable: Comparable | null;
}

/** What is known of the values behind a number. */
export interface Comparable {
  /** One by one, where they are known: scores, or for a share 1 and 0. */
  values: number[] | null;
  /** Null if there are no scores. */
  moments: MeanAndSpread | null;
  /** The mean of the values of each example of a dataset; empty where they are of none. */
  byExample: ReadonlyMap<string, number>;
  /** Null unless the check is about labels. */
  labels: LabelCounts | null;
}

/** What a measure of scores is, of all scores together; null if there are none. */
export function scoreOf({ measure }: GateCheck, { mean, median, min, max }: ScoreSummary): number | null {
  return { meanScore: mean, medianScore: median, minScore: min, maxScore: max }[measure as 'meanScore'];
}

export const NO_SOURCE = { experimentIds: [], runIds: [] };

/** A side without evidence, and why. */
export const absent = (missing: string, source: SideEvidence['source'] = NO_SOURCE): Measured => ({
  evidence: { value: null, samples: 0, missing, source },
  comparable: null,
});

/** A side whose evidence cannot be read, and why. */
export const unreadable = (what: string, source: SideEvidence['source']): Measured => ({
  evidence: { value: null, samples: 0, missing: null, unreadable: what, source },
  comparable: null,
});
