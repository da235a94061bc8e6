import type { GateAnswer } from '../gate/gate.js';
import type { Json } from '../base/json.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { StepState } from './results.js';

/** What expressions can read (docs/pipelines.md, "Expressions"). Members of CEL maps; all plain JSON. */
export interface Scope {
  inputs: Record<string, Json>;
  pipeline: {
    name: string;
    workflowId: string;
    /** ISO 8601 with zone: when the pipeline was started. */
    startedAt: string;
    labels: Record<string, string>;
  };
  /** Steps that the expressions read, by id; those that have not ended are missing. */
  steps: Record<string, StepFacts>;
  /** Under a fan-out: one of the two, and the position from 0. */
  matrix?: Json;
  item?: Json;
  index?: number;
  /** In `outputs`: the step itself. */
  self?: StepFacts;
}

/** What is known of a step that ended. */
export interface StepFacts {
  state: StepState;
  outcome: OutcomeKind | null;
  reason: string | null;
  runId: string | null;
  experimentId: string | null;
  experimentName: string | null;
  /** All experiments that it made or evaluated; of a fan-out those of all items. */
  experimentIds: readonly string[];
  counts: { successes: number; errors: number; skipped: number; total: number };
  /** 0 to 1; 0 where it looked at nothing. */
  errorShare: number;
  gate: GateAnswer | null;
  /** Of the gate's evidence, by evaluation: `scores.relevance.mean`. */
  scores: Record<string, { count: number; mean: number | null; median: number | null }>;
  outputs: Record<string, Json>;
  /** Of a fan-out: a list of the same members, with `key` and `value` beside them; else empty. */
  items: readonly Json[];
  attempts: number;
}

/** Expressions to evaluate in one scope. */
export interface EvaluateRequest {
  scope: Scope;
  expressions: ScopedExpression[];
}

/** `template`: a text with `${{ … }}` in it; one that is nothing else gives the expression's own value, not a text. */
export interface ScopedExpression {
  form: 'expression' | 'template';
  text: string;
}

/** The same expressions for items of a fan-out, each in the scope with the item in it. */
export interface EvaluateItemsRequest extends EvaluateRequest {
  items: Pick<Scope, 'matrix' | 'item' | 'index'>[];
}

export type Evaluated = { value: Json } | { problem: string };
