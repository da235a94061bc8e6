import type { DatasetExample, EvaluatorVersion, Ordered, Project } from './resource-types.js';

/** A run as the wire shows it. `status` is a plain string because a behaviour may script an unknown one. */
export interface TaskRun {
  readonly id: string;
  readonly task_id: string;
  readonly experiment_id: string | null;
  readonly status: string;
  readonly run_started_at: string | null;
  readonly run_finished_at: string | null;
  readonly data_start_time: string | null;
  readonly data_end_time: string | null;
  readonly num_successes: number;
  readonly num_errors: number;
  readonly num_skipped: number;
  readonly created_at: string;
  readonly created_by_user_id: string | null;
  readonly failure_reason: string | null;
}

/** How a run will go, fixed when it is created. */
export interface RunPlan {
  readonly status: string;
  readonly successes: number;
  readonly errors: number;
  readonly skipped: number;
  readonly failureReason: string | null;
  readonly durationMs: number;
  /** Looks until the run ends, where runs advance by looks. */
  readonly looks: number;
  /** Time until the run's experiment exists; null for a share of its way. */
  readonly provisionMs: number | null;
  /** The run never gets further, and shows this status; null for a run that ends. */
  readonly stuckAt: string | null;
  /** Statuses shown look by look before the end, instead of PENDING and RUNNING. */
  readonly statuses: readonly string[];
  readonly work: RunWork;
}

/** What a run leaves behind: labels on spans, scores on experiment runs or examples, or a new experiment. */
export type RunWork =
  | { readonly kind: 'none' }
  | { readonly kind: 'spans'; readonly project: Project; readonly labels: readonly SpanLabels[] }
  | { readonly kind: 'experiment-runs'; readonly scores: readonly ScoreColumns[] }
  | { readonly kind: 'examples'; readonly scores: readonly ExampleScores[] }
  | ExperimentWork;

export interface SpanLabels {
  readonly ledgerKey: string;
  readonly evaluator: EvaluatorVersion;
  readonly units: readonly EvaluatedUnit[];
}

/** A span, trace or session to evaluate, and the span that gets the evaluation. */
export interface EvaluatedUnit {
  readonly id: string;
  readonly spanId: string;
  /** When that span started. */
  readonly timeMs: number;
}

export interface ScoreColumns {
  readonly evaluator: EvaluatorVersion;
  readonly experimentId: string;
  readonly runIds: readonly string[];
}

export interface ExampleScores {
  readonly evaluator: EvaluatorVersion;
  readonly examples: readonly DatasetExample[];
}

export interface ExperimentWork {
  readonly kind: 'experiment';
  readonly name: string;
  readonly datasetId: string;
  readonly datasetVersionId: string;
  readonly examples: readonly DatasetExample[];
  readonly evaluationTaskIds: readonly string[];
  readonly traced: boolean;
  /** The experiment's id stays null for as long as the run lasts. */
  readonly neverProvisioned: boolean;
}

export interface RunRecord extends Ordered {
  wire: TaskRun;
  readonly plan: RunPlan;
  readonly createdAtMs: number;
  /** Share of the way to the end, 0 to 1, as last settled. */
  progress: number;
  looks: number;
  ended: boolean;
  cancelled: boolean;
  hidden: RunVisibility | null;
}

/** Hides a new run for a time. */
export interface RunVisibility {
  untilMs: number;
  listsLeft: number;
  readonly alsoFromGet: boolean;
}
