/**
 * What the simulator holds. Members that go out on the wire are snake_case and have the shapes of the
 * contract (docs/api-contract.md 1.3 and 1.4); what only the simulator knows stands beside them, in camelCase.
 */

/** Position of a record in its listing: grows with every record made, so a cursor can name a place in it. */
export interface Ordered {
  readonly ordinal: number;
}

export interface Organization extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: string;
}

export interface User extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly created_at: string;
  readonly status: 'ACTIVE' | 'INVITED' | 'EXPIRED';
  readonly role: { readonly type: 'PREDEFINED'; readonly name: 'ADMIN' | 'MEMBER' | 'ANNOTATOR' };
  readonly is_developer: boolean;
}

export interface Space extends Ordered {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: string;
  readonly is_private: boolean;
}

export interface Project extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly space_id: string;
  readonly created_at: string;
  readonly project_type: 'APPLICATION' | 'HARNESS' | 'EXPERIMENT' | null;
  /** Mean number of spans in an hour; 0 for a project that never received any. */
  readonly spansPerHour: number;
}

export interface DatasetVersion {
  readonly id: string;
  readonly name: string;
  readonly dataset_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly examples: readonly DatasetExample[];
}

export interface DatasetExample extends Ordered {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** The columns that the user gave the example, and the scores that runs without an experiment left on it. */
  readonly columns: Record<string, unknown>;
}

export interface Dataset extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly space_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Oldest first; the last one is the latest. */
  readonly versions: readonly DatasetVersion[];
}

export type Granularity = 'SPAN' | 'TRACE' | 'SESSION';

export interface EvaluatorVersion extends Ordered {
  readonly id: string;
  readonly evaluator_id: string;
  readonly commit_hash: string;
  readonly commit_message: string | null;
  readonly created_at: string;
  readonly created_by_user_id: string | null;
  readonly type: 'TEMPLATE' | 'CODE';
  readonly template_config?: TemplateConfig;
  readonly code_config?: CodeConfig;
}

export interface TemplateConfig {
  readonly name: string;
  readonly template: string;
  readonly include_explanations: boolean;
  readonly classification_choices: Readonly<Record<string, number>>;
  readonly data_granularity: Granularity;
  readonly [member: string]: unknown;
}

export interface CodeConfig {
  readonly type: 'MANAGED' | 'CUSTOM';
  readonly name: string;
  readonly data_granularity: Granularity | null;
  readonly [member: string]: unknown;
}

export interface Evaluator extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly type: 'TEMPLATE' | 'CODE';
  readonly space_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by_user_id: string | null;
  /** Oldest first; the last one is the latest. */
  readonly versions: readonly EvaluatorVersion[];
}

export interface Scoping {
  readonly organization_id: string | null;
  readonly space_id: string | null;
}

/** A model provider or an agent. LLM integrations are listed by both `/v2/ai-integrations` and `/v2/integrations`. */
export interface Integration extends Ordered {
  readonly id: string;
  readonly type: 'LLM' | 'AGENT';
  readonly name: string;
  readonly description: string | null;
  readonly scopings: readonly Scoping[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by_user_id: string;
  readonly provider?: 'OPEN_AI' | 'ANTHROPIC';
  readonly modelNames?: readonly string[];
  readonly agent?: { readonly endpoint: string; readonly input_schema: Readonly<Record<string, unknown>> };
}

export interface Annotation {
  readonly name: string;
  readonly score?: number;
  readonly label?: string;
  readonly text?: string;
  readonly updated_at: string;
}

export interface ExperimentRun extends Ordered {
  readonly id: string;
  readonly example_id: string | null;
  readonly output: string | null;
  readonly error: string | null;
  /** Flat members beside the above, `eval.<name>.score` and its like among them. */
  readonly columns: Record<string, unknown>;
  annotations: readonly Annotation[];
}

export interface Experiment extends Ordered {
  readonly id: string;
  readonly name: string;
  readonly space_id: string;
  readonly dataset_id: string | null;
  readonly dataset_version_id: string | null;
  readonly created_at: string;
  updated_at: string;
  readonly experiment_traces_project_id: string | null;
  readonly integration_id: string | null;
  readonly runs: ExperimentRun[];
}
