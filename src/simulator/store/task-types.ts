import type { RunRecord } from './run-types.js';
import type { Ordered } from './resource-types.js';

export type TaskType = 'TEMPLATE_EVALUATION' | 'CODE_EVALUATION' | 'RUN_EXPERIMENT';

export interface QueryFilters {
  readonly filters: readonly { readonly id: string; readonly filter: string }[];
  readonly expression: string;
}

export interface QueryMapping {
  readonly variable_name: string;
  readonly query_ids: readonly string[];
  readonly attribute_path: string;
}

export interface TaskEvaluator {
  readonly evaluator_id: string;
  readonly evaluator_name: string;
  readonly evaluator_version_id: string | null;
  readonly query_filter: string | null;
  readonly column_mappings: Readonly<Record<string, string>> | null;
  readonly query_mappings: readonly QueryMapping[] | null;
}

export type RunConfiguration = Readonly<Record<string, unknown>> & {
  readonly experiment_type: 'LLM_GENERATION' | 'TEMPLATE_EVALUATION' | 'AGENT_CALL';
};

/** A task as the wire shows it. It has no `space_id`: the record below knows the space. */
export interface Task {
  readonly id: string;
  readonly name: string;
  readonly type: TaskType;
  readonly project_id: string | null;
  readonly dataset_id: string | null;
  readonly sampling_rate: number | null;
  readonly is_continuous: boolean;
  readonly query_filter: string | null;
  readonly query_filters: QueryFilters | null;
  readonly evaluators: readonly TaskEvaluator[];
  readonly experiment_ids: readonly string[];
  readonly run_configuration: RunConfiguration | null;
  readonly last_run_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by_user_id: string | null;
}

export interface TaskRecord extends Ordered {
  wire: Task;
  readonly spaceId: string;
  /** Oldest first. */
  readonly runs: RunRecord[];
}
