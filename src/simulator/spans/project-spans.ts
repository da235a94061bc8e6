import type { Project } from '../store/resource-types.js';
import { GeneratedBatch, type GeneratedSpans } from './generated.js';
import { GivenSpans, type GivenSpan } from './given.js';
import { SeededSpans } from './seeded.js';
import type { Span, SpanSource } from './span.js';

/** The spans of all projects: those that each has by itself, and those that were added. */
export class ProjectSpans {
  readonly #added = new Map<string, SpanSource[]>();
  #batches = 0;
  /** Grows with everything added. */
  revision = 0;

  addGiven(project: Project, spans: readonly GivenSpan[]): void {
    this.#add(project, new GivenSpans(spans, this.#batches));
  }

  addGenerated(project: Project, rules: GeneratedSpans): void {
    this.#add(project, new GeneratedBatch(rules, this.#batches));
  }

  sources(project: Project): readonly SpanSource[] {
    return [new SeededSpans(project), ...(this.#added.get(project.id) ?? [])];
  }

  /** The spans that start in the half-open window, oldest first, arrived or not. */
  between(project: Project, startMs: number, endMs: number): readonly Span[] {
    const spans = this.sources(project).flatMap((source) => {
      return [...source.newestFirst(startMs, endMs - 1)].reverse().map((index) => source.spanAt(index));
    });
    return spans.sort((a, b) => a.timeMs - b.timeMs);
  }

  #add(project: Project, source: SpanSource): void {
    this.#added.set(project.id, [...(this.#added.get(project.id) ?? []), source]);
    this.#batches += 1;
    this.revision += 1;
  }
}
