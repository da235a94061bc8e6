import { valueOf, type ScriptedValues } from '../scripts/values.js';
import { hash32 } from '../store/random.js';
import {
  hex,
  type FixedMembers,
  type Span,
  type SpanAnnotation,
  type SpanEvaluation,
  type SpanSource,
} from './span.js';

/** Many spans to add. They are computed, so a million of them take no more memory than one. */
export interface GeneratedSpans {
  readonly count: number;
  readonly start_time: string;
  /** They start evenly from `start_time` up to this, which is not reached. Default: all start at `start_time`. */
  readonly end_time?: string;
  /** How long after its start a span arrived. Default 0. */
  readonly late_ms?: number;
  /** Default 1. */
  readonly spans_per_trace?: number;
  readonly kind?: string;
  readonly status_code?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Length of a text in `attributes.input.value`. */
  readonly attribute_bytes?: number;
  readonly evaluations?: readonly GeneratedEvaluation[];
  readonly annotations?: readonly (ScriptedValues & { readonly name: string })[];
}

/** An evaluation that generated spans arrive with. */
export interface GeneratedEvaluation extends ScriptedValues {
  readonly name: string;
  readonly explanation?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Spans named by their position in time. */
export class GeneratedBatch implements SpanSource {
  readonly #startMs: number;
  readonly #lengthMs: number;
  readonly #spanPrefix: string;
  readonly #tracePrefix: string;

  constructor(
    readonly rules: GeneratedSpans,
    batch: number,
  ) {
    this.#spanPrefix = hex(hash32('generated', batch));
    this.#tracePrefix = hex(hash32('generated-trace', batch));
    this.#startMs = Date.parse(rules.start_time);
    this.#lengthMs = rules.end_time === undefined ? 0 : Date.parse(rules.end_time) - this.#startMs;
  }

  *newestFirst(startMs: number, endMs: number): Iterable<number> {
    const first = this.#firstFrom(startMs);
    for (let after = this.#firstFrom(endMs + 1); after > first;) {
      const tieStart = Math.max(first, this.#firstFrom(this.timeOf(after - 1)));
      for (let index = tieStart; index < after; index += 1) yield index;
      after = tieStart;
    }
  }

  timeOf(index: number): number {
    return this.#startMs + Math.floor((index * this.#lengthMs) / this.rules.count);
  }

  receivedOf(index: number): number {
    return this.timeOf(index) + (this.rules.late_ms ?? 0);
  }

  spanAt(index: number): Span {
    return new GeneratedSpan(this, index);
  }

  spanIdOf(index: number): string {
    return this.#spanPrefix + hex(index);
  }

  traceIdOf(index: number): string {
    return this.#tracePrefix + hex(Math.floor(index / (this.rules.spans_per_trace ?? 1)));
  }

  /** The first index whose span starts at this time or later. */
  #firstFrom(timeMs: number): number {
    let [low, high] = [0, this.rules.count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.timeOf(middle) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class GeneratedSpan implements Span {
  readonly traceAnnotations = [];
  readonly isOpen = false;

  constructor(
    private readonly source: GeneratedBatch,
    private readonly index: number,
  ) {}

  get id(): string {
    return this.spanId;
  }

  get spanId(): string {
    return this.source.spanIdOf(this.index);
  }

  get traceId(): string {
    return this.source.traceIdOf(this.index);
  }

  get sessionId(): string {
    return `session-of-${this.traceId}`;
  }

  get timeMs(): number {
    return this.source.timeOf(this.index);
  }

  get receivedMs(): number {
    return this.source.receivedOf(this.index);
  }

  get fixed(): FixedMembers {
    const { kind = 'LLM', status_code: statusCode = 'OK', spans_per_trace: each = 1 } = this.source.rules;
    const position = this.index % each;
    return {
      name: 'generated-call',
      kind,
      parentId: position === 0 ? null : this.source.spanIdOf(this.index - position),
      statusCode,
      statusMessage: '',
      latencyMs: 40 + (this.index % 4_000),
      events: [],
    };
  }

  get attributes(): Readonly<Record<string, unknown>> {
    const { attributes, attribute_bytes: bytes } = this.source.rules;
    const text = bytes === undefined ? {} : { 'input.value': 'x'.repeat(bytes) };
    return { 'session.id': this.sessionId, ...text, ...attributes };
  }

  get annotations(): readonly SpanAnnotation[] {
    return (this.source.rules.annotations ?? []).flatMap(({ name, ...values }) => {
      const { label, score } = this.#valueOf(name, values);
      if (label === null && typeof score !== 'number') return [];
      return [
        { name, ...(label === null ? {} : { label }), ...(typeof score === 'number' ? { score } : {}) },
      ];
    });
  }

  get evaluations(): readonly SpanEvaluation[] {
    return (this.source.rules.evaluations ?? []).flatMap(({ name, explanation, metadata, ...values }) => {
      const { label, score } = this.#valueOf(name, values);
      if (label === null && score === null) return [];
      const told = { ...(explanation === undefined ? {} : { explanation }), ...(metadata && { metadata }) };
      return [{ name, ...(label === null ? {} : { label }), ...(score === null ? {} : { score }), ...told }];
    });
  }

  guess(): boolean {
    return false;
  }

  #valueOf(name: string, values: ScriptedValues): ReturnType<typeof valueOf> {
    return valueOf(values, { key: `${name} ${this.spanId}`, position: this.index });
  }
}
