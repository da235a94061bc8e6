import type { GateAnswer } from '../gate/gate.js';
import type { Json } from '../base/json.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { StepState } from './results.js';

/** What expressions can read (docs/pipelines.md, "Expressions"), as plain JSON. */
export interface Scope {
  inputs: Record<string, Json>;
  pipeline: {
    name: string;
    workflowId: string;
    /** ISO 8601 with zone: when the pipeline was started. */
    startedAt: string;
    labels: Record<string, string>;
  };
  /** The steps that the expressions read, by id, if they have ended. */
  steps: Record<string, StepFacts>;
  /** In a fan-out: one of the two, and the position of the item from 0. */
  matrix?: Json;
  item?: Json;
  index?: number;
  /** In `outputs`: the step itself. */
  self?: StepFacts;
}

/** What expressions can know of a step that has ended. */
export interface StepFacts {
  state: StepState;
  outcome: OutcomeKind | null;
  reason: string | null;
  runId: string | null;
  experimentId: string | null;
  experimentName: string | null;
  /** All experiments that it made or evaluated; those of all items if it is a fan-out. */
  experimentIds: readonly string[];
  counts: { successes: number; errors: number; skipped: number; total: number };
  /** 0 to 1; 0 if it looked at nothing. */
  errorShare: number;
  gate: GateAnswer | null;
  /** The scores that its gate read, by evaluation: `scores.relevance.mean`. */
  scores: Record<string, { count: number; mean: number | null; median: number | null }>;
  outputs: Record<string, Json>;
  /** The same members for each item of a fan-out, with its `key` and `value`; else empty. */
  items: readonly Json[];
  attempts: number;
}

/** Expressions to evaluate in one scope. */
export interface EvaluateRequest {
  scope: Scope;
  expressions: ScopedExpression[];
}

/** `template`: a text with `${{ … }}` in it. If the text is nothing else, its value is the expression's value, not a text. */
export interface ScopedExpression {
  form: 'expression' | 'template';
  text: string;
}

/** Expressions to evaluate for each item of a fan-out. */
export interface EvaluateItemsRequest extends EvaluateRequest {
  items: Pick<Scope, 'matrix' | 'item' | 'index'>[];
}

export type Evaluated = { value: Json } | { problem: string };
