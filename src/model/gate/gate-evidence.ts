import type { EvidenceSource, ScoreSummary } from './gate.js';

/** What was found on one side of a check: in this pipeline, or in the baseline. */
export interface SideEvidence {
  /** Null where there is no evidence; `missing` says why. Of a `condition`: 1 for true, 0 for false. */
  value: number | null;
  /** How many values it rests on. */
  samples: number;
  /** What is missing, for people; null: nothing. */
  missing: string | null;
  source: EvidenceSource;
  scores?: ScoreSummary;
}

export interface BaselineEvidence extends SideEvidence {
  /** Of the significance test; null where it could not be made. */
  pValue: number | null;
  test: string | null;
}

/** All that a check is decided by. */
export interface CheckEvidence extends SideEvidence {
  /** Present where the check asks for a baseline. */
  baseline?: BaselineEvidence;
}
