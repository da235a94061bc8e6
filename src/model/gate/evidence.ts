import type { GateAnswer, GateCheck } from './gate.js';

/** Numbers about one set of scores. Null where there are no values. */
export interface ScoreSummary {
  /** Runs, or evaluations of spans, that bear a score (of labels: a label). */
  count: number;
  /** Runs of experiments, or evaluations of spans, that were read, with or without one. */
  runs: number;
  mean: number | null;
  median: number | null;
  min: number | null;
  max: number | null;
  /** Share of each label among the runs that bear one, the most frequent ones first, at most 20. */
  labels: Record<string, number>;
  /** Ten equal parts from `min` to `max`: how many scores are in each. Empty where there are none. */
  histogram: number[];
}

/**
 * By what the evaluations of a window were recognised: they name the run, they name its task (of an earlier window, or if
 * none names the run), or by nothing but their name and their time (as those that are compared with another judge's).
 */
export type AttributedBy = 'run' | 'task' | 'window';

/** A window whose spans were read. Times are ISO 8601 with zone. */
export interface WindowEvidence {
  projectId: string;
  taskId: string | null;
  /** Half-open. */
  start: string;
  end: string;
  /** The filter of the task; null if it has none. */
  filter: string | null;
  /** Spans that were read. */
  spans: number;
  /** Null if there is no such evaluation. */
  attributedBy: AttributedBy | null;
  /** Requests that it took. */
  requests: number;
  /** What the check found in this window alone; null: no evidence. */
  value: number | null;
  /** How many values it rests on. */
  samples: number;
  /** Present if only a part was read: its share of the window, and half the width of the value's 95 % interval, if known. */
  sampled?: { share: number; error: number | null };
  /** Present if a median is not exact, since there are more than 1,000 different scores: how far off it may be. */
  roundedBy?: number;
  /**
   * Present if the ledger of quality had the numbers, so that no span was read for them: the runs after which the spans were
   * read for the ledger, at most 31 of those that are known, and when that was last done.
   */
  kept?: { runIds: string[]; readAt: string };
}

/** Where numbers came from. */
export interface EvidenceSource {
  experimentIds: string[];
  runIds: string[];
  /** Ids that are left out of the two lists, since a result has to stay small; absent: none. */
  omitted?: number;
  /** Of a baseline `previous`: the workflow whose result it is. */
  workflowId?: string;
  /** The windows whose spans were read, at most 31; absent: none. */
  windows?: WindowEvidence[];
  /** Those of the experiments that existed before and were reused, a text for each; absent: none. */
  reused?: string[];
}

/** The limits that trailing windows give. */
export interface ControlEvidence {
  /** The sample standard deviation of the windows' values. */
  deviation: number;
  limits: [lower: number, upper: number];
  windows: number;
  /** How often a window is outside by chance alone, if all come from one normal distribution: 0 to 1. */
  falseAlarmShare: number;
}

/** What a check found, with all that it takes to check it by hand. */
export interface CheckResult {
  check: GateCheck;
  answer: GateAnswer;
  /** For people: what was found, and what was expected. */
  reason: string;
  /** Null: no evidence. */
  value: number | null;
  /** How many values it rests on. */
  samples: number;
  /** The 95 % interval of the value; absent if there is none. */
  interval?: [lower: number, upper: number];
  source: EvidenceSource;
  scores?: ScoreSummary;
  /** Of `failedShare`: how many evaluations failed for which reason. */
  failures?: { reason: string; count: number }[];
  /** Of `agreement` and `kappa`: how often the first gave `a` where the second gave `b`, the most frequent first, at most 25. */
  confusion?: { a: string; b: string; count: number }[];
  baseline?: {
    value: number | null;
    samples: number;
    /** `value` minus the baseline's; null where one is missing. */
    difference: number | null;
    /** The 95 % interval of the difference; absent if it has none. */
    interval?: [lower: number, upper: number];
    /** The p-value of the significance test; null if the samples do not allow one. */
    pValue: number | null;
    /** The name of the test. */
    test: string | null;
    source: EvidenceSource;
    scores?: ScoreSummary;
    /** Of `outsideControlLimits`. */
    control?: ControlEvidence;
  };
}

/** What a gate decided, and on what evidence. */
export interface GateResult {
  answer: GateAnswer;
  checks: CheckResult[];
}

/** What was found on one side of a check: in this pipeline, or in the baseline. */
export interface SideEvidence {
  /** Null where there is no evidence; `missing` says why. Of a `condition`: 1 for true, 0 for false. */
  value: number | null;
  /** How many values it rests on. */
  samples: number;
  /** What is missing, for people; null: nothing. */
  missing: string | null;
  /** What is there and cannot be read, for people: it fails the check. Absent: nothing. */
  unreadable?: string;
  interval?: [lower: number, upper: number];
  source: EvidenceSource;
  scores?: ScoreSummary;
  confusion?: CheckResult['confusion'];
  failures?: CheckResult['failures'];
  /** Of trailing windows whose control limits are asked for; null: there are too few. */
  control?: ControlEvidence | null;
}

export interface BaselineEvidence extends SideEvidence {
  /** Of the difference; `interval` is that of the baseline's own value. */
  differenceInterval?: [lower: number, upper: number];
  /** The p-value of the significance test; null if it could not be made. */
  pValue: number | null;
  test: string | null;
}

/** All that a check is decided by. */
export interface CheckEvidence extends SideEvidence {
  /** Present where the check asks for a baseline. */
  baseline?: BaselineEvidence;
}
