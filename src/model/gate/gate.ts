import type { FailureReason } from '../quality/tally/failure-reason.js';

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
 * The scores and labels are those of one evaluation, on the runs of experiments or on the spans of a window. `failedShare` is the share of evaluations of spans with neither a score nor a label. `labelDrift`
 * is the share of labels that would have to be others for the labels to be spread as those of the baseline. `agreement` is
 * the share of equal labels of two evaluations, and `kappa` their agreement beyond chance. `condition` is a CEL expression.
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
  | 'failedShare'
  | 'labelDrift'
  | 'agreement'
  | 'kappa'
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
  'failedShare',
  'labelDrift',
  'agreement',
  'kappa',
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
  /** Of `failedShare`: only evaluations that failed for this reason; absent: for any. */
  reason?: FailureReason;
  /** Of `agreement` and `kappa`: two evaluations, or an evaluation and `annotation.<name>`, of the same span or run. */
  between?: [string, string];
  /** Of `condition`: a CEL expression that gives true or false; false is a fail. */
  condition?: string;
  /** Below it: fail. */
  min?: number;
  /** Above it: fail. */
  max?: number;
  warnBelow?: number;
  warnAbove?: number;
  /** With fewer values there is no evidence, nor is a window of a baseline with fewer; 1 when absent. */
  minSamples?: number;
  /** The least and the greatest score that there can be; a score beyond them fails the check. Absent: any finite number. */
  range?: [least: number, greatest: number];
  /** What the value is compared with; `maxDrop` and `maxRise` bound the difference. */
  baseline?: Baseline;
  /** Fail where the value is lower than the baseline's by more than this. */
  maxDrop?: number;
  /** Fail where the value is higher than the baseline's by more than this. */
  maxRise?: number;
  /** Fail if the value is more than this many standard deviations from the mean of the trailing windows. */
  outsideControlLimits?: number;
  /** A drop, a rise, or a drift beyond its bound counts only where a test finds it significant at this level (like 0.05); else it warns. */
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
  | { kind: 'value'; value: number }
  /** The window before the measured one, of the same length. */
  | { kind: 'previousWindow' }
  /** The measured window, 7 times 24 hours earlier. */
  | { kind: 'sameWindowLastWeek' }
  /** As many windows before the measured one, each of the same length: their mean. */
  | { kind: 'trailing'; windows: number }
  /** All spans of a fixed time, half-open; ISO 8601 with zone. */
  | { kind: 'range'; start: string; end: string };

/** The most windows that a baseline trails. */
export const MAX_TRAILING = 31;

/** A baseline that is read from the spans of a project. */
export type WindowBaseline = Exclude<Baseline, { kind: 'previous' | 'experiment' | 'value' }>;

export const isWindowBaseline = (baseline: Baseline): baseline is WindowBaseline =>
  !['previous', 'experiment', 'value'].includes(baseline.kind);

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
  /** The windows of its runs, as far as the workflow knows them; the service is asked for the others. */
  windows?: MeasuredWindow[];
}

/** A window of a project that a run evaluated: half-open, ISO 8601 with zone. */
export interface MeasuredWindow {
  runId: string;
  taskId: string;
  start: string;
  end: string;
}

/** Request of the activity `judgeGate`. Conditions come evaluated: true, false, or the problem that kept them from it. */
export interface GateRequest {
  gate: Gate;
  pipeline: { name: string; workflowId: string; executionId: string };
  steps: MeasuredStep[];
  /** By position in `gate.checks`. */
  conditions: Record<number, boolean | { problem: string }>;
}
