/** What a gate answers: `warn` lets the pipeline continue, and is reported. */
export type GateAnswer = 'pass' | 'warn' | 'fail';

export const GATE_ANSWERS: readonly GateAnswer[] = ['pass', 'warn', 'fail'];

/** A condition over the outcomes, counts and scores of steps. Its answer is the worst of its checks. */
export interface Gate {
  checks: GateCheck[];
  /** What a check without evidence counts as; `fail` when absent. */
  onNoEvidence?: GateAnswer;
}

/**
 * What is measured. Shares are of all that the runs looked at: successes, errors or skipped; `samples` is their number.
 * The scores and labels are those of one evaluation on the experiments' runs; `condition` is a CEL expression.
 */
export type Measure =
  | 'successShare'
  | 'errorShare'
  | 'samples'
  | 'meanScore'
  | 'medianScore'
  | 'minScore'
  | 'maxScore'
  | 'labelShare'
  | 'condition';

export const MEASURES: readonly Measure[] = [
  'successShare',
  'errorShare',
  'samples',
  'meanScore',
  'medianScore',
  'minScore',
  'maxScore',
  'labelShare',
  'condition',
];

/** One condition of a gate; all that it says must hold. */
export interface GateCheck {
  measure: Measure;
  /** Steps that are measured together: an id, or `id/item key` for one item of a fan-out. Never empty but for `condition`. */
  of: string[];
  /** Of scores and labels: the evaluation's name, the middle part of `eval.<name>.score`. */
  evaluation?: string;
  /** Of `labelShare`. */
  label?: string;
  /** Of `condition`: a CEL expression that gives true or false; false is a fail. */
  condition?: string;
  /** Below it: fail. */
  min?: number;
  /** Above it: fail. */
  max?: number;
  warnBelow?: number;
  warnAbove?: number;
  /** With fewer values there is no evidence; 1 when absent. */
  minSamples?: number;
  /** The least and the greatest score that there can be; a score beyond them fails the check. Absent: any finite number. */
  range?: [least: number, greatest: number];
  /** What the value is compared with; `maxDrop` and `maxRise` bound the difference. */
  baseline?: Baseline;
  /** Fail where the value is lower than the baseline's by more than this. */
  maxDrop?: number;
  /** Fail where the value is higher than the baseline's by more than this. */
  maxRise?: number;
  /** A drop or rise counts only where a test finds it significant at this level (like 0.05); else it warns. */
  significance?: number;
  /** The gate's when absent. */
  onNoEvidence?: GateAnswer;
}

/** What a measure is compared with. */
export type Baseline =
  /** The same step (`of`) of the last run of this pipeline that ended well. */
  | { kind: 'previous' }
  /** An experiment by ID, or by name in a dataset or space. */
  | { kind: 'experiment'; experiment: string; dataset?: string; space?: string }
  | { kind: 'value'; value: number };

/** Numbers about one set of scores. Null where there are no values. */
export interface ScoreSummary {
  /** Runs that bear a score (of `labelShare`: a label). */
  count: number;
  /** Runs that were read, with or without one. */
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

/** Where numbers came from. */
export interface EvidenceSource {
  experimentIds: string[];
  runIds: string[];
  /** Ids that are left out of the two lists, since a result has to stay small; absent: none. */
  omitted?: number;
  /** Of a baseline `previous`: the workflow whose result it is. */
  workflowId?: string;
  /** Those of the experiments that existed before and were reused, a text for each; absent: none. */
  reused?: string[];
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
  source: EvidenceSource;
  scores?: ScoreSummary;
  baseline?: {
    value: number | null;
    samples: number;
    /** `value` minus the baseline's; null where one is missing. */
    difference: number | null;
    /** The p-value of the significance test; null if the samples do not allow one. */
    pValue: number | null;
    /** The name of the test. */
    test: string | null;
    source: EvidenceSource;
    scores?: ScoreSummary;
  };
}

/** What a gate decided, and on what evidence. */
export interface GateResult {
  answer: GateAnswer;
  checks: CheckResult[];
}

/** What a gate measures of one step, or of one item of a fan-out. */
export interface MeasuredStep {
  /** As in `GateCheck.of`. */
  of: string;
  successes: number;
  errors: number;
  skipped: number;
  runIds: string[];
  /** Experiments that it made or evaluated. */
  experimentIds: string[];
  /** As in {@link EvidenceSource}. */
  reused?: string[];
}

/** Request of the activity `judgeGate`. Conditions come evaluated: true, false, or the problem that kept them from it. */
export interface GateRequest {
  gate: Gate;
  pipeline: { name: string; workflowId: string; executionId: string };
  steps: MeasuredStep[];
  /** By position in `gate.checks`. */
  conditions: Record<number, boolean | { problem: string }>;
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
  source: EvidenceSource;
  scores?: ScoreSummary;
}

export interface BaselineEvidence extends SideEvidence {
  /** The p-value of the significance test; null if it could not be made. */
  pValue: number | null;
  test: string | null;
}

/** All that a check is decided by. */
export interface CheckEvidence extends SideEvidence {
  /** Present where the check asks for a baseline. */
  baseline?: BaselineEvidence;
}
