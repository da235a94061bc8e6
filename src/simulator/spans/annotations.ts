import { startsWithin } from '../base/time-range.js';
import { valueOf, type ScriptedValues, type Value } from '../scripts/values.js';
import { share } from '../store/random.js';
import type { Project } from '../store/resource-types.js';
import type { Span, SpanAnnotation } from './span.js';

/** What people say about the spans of a project, beside what they say by themselves. */
export interface ScriptedAnnotations extends ScriptedValues {
  /** Name or id. */
  readonly project: string;
  readonly annotation: string;
  /** Share of the spans that are annotated. Default 1. */
  readonly share?: number;
  /** Only spans that start from this time on, and before the other. */
  readonly from?: string;
  readonly until?: string;
  /** The label is that of this evaluation in so many cases, and another one of `labels` in the others. */
  readonly agreement?: { readonly evaluation: string; readonly share: number };
}

/** The label of an evaluation of a span; null without one. */
export type LabelOf = (evaluation: string) => string | null;

/** The annotations that were scripted. Each rule adds one; of two of a name the last stands. */
export class AnnotationRules {
  #rules: ScriptedAnnotations[] = [];
  /** Grows with every change. */
  revision = 0;

  add(rule: ScriptedAnnotations): ScriptedAnnotations {
    this.#rules.push(rule);
    this.revision += 1;
    return rule;
  }

  list(): readonly ScriptedAnnotations[] {
    return [...this.#rules];
  }

  /** Removes all; says how many went. */
  remove(): number {
    this.revision += 1;
    return this.#rules.splice(0).length;
  }

  /** What people say about a span. */
  of(project: Project, span: Span, labelOf: LabelOf): readonly SpanAnnotation[] {
    const byName = new Map(span.annotations.map((annotation) => [annotation.name, annotation]));
    for (const rule of this.#rules) {
      const annotation = fits(rule, project, span) ? annotationOf(rule, span, labelOf) : null;
      if (annotation !== null) byName.set(rule.annotation, annotation);
    }
    return [...byName.values()];
  }
}

function fits(rule: ScriptedAnnotations, { id, name }: Project, span: Span): boolean {
  return (
    (rule.project === id || rule.project === name) &&
    startsWithin(rule, span.timeMs) &&
    share('annotated', rule.annotation, rule.seed ?? 0, span.id) < (rule.share ?? 1)
  );
}

function annotationOf(rule: ScriptedAnnotations, span: Span, labelOf: LabelOf): SpanAnnotation | null {
  const { label, score } = valueFor(rule, span, labelOf);
  if (label === null && typeof score !== 'number') return null;
  return {
    name: rule.annotation,
    ...(label === null ? {} : { label }),
    ...(typeof score === 'number' ? { score } : {}),
    updated_at: new Date(span.timeMs + 3_600_000).toISOString(),
  };
}

function valueFor(rule: ScriptedAnnotations, span: Span, labelOf: LabelOf): Value {
  const item = { key: `${rule.annotation} ${span.id}`, position: 0 };
  if (rule.agreement === undefined) return valueOf(rule, item);
  const judged = labelOf(rule.agreement.evaluation);
  if (judged === null) return { label: null, score: null };
  const agrees = share('agrees', rule.seed ?? 0, item.key) < rule.agreement.share;
  const others = labelNames(rule).filter((label) => label !== judged);
  const label = agrees ? judged : (others[0] ?? judged);
  return valueOf({ ...rule, labels: [label] }, item);
}

function labelNames({ labels = [] }: ScriptedValues): readonly string[] {
  if (labels === 'unique') return [];
  if (!Array.isArray(labels)) return Object.keys(labels);
  return (labels as readonly (string | null)[]).filter((label) => label !== null);
}
