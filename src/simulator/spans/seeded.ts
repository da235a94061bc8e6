import { pick, share, hash32 } from '../store/random.js';
import type { Project } from '../store/resource-types.js';
import { hex, type FixedMembers, type Span, type SpanAnnotation, type SpanSource } from './span.js';

const MINUTE_MS = 60_000;
/** No project has spans before this. */
const FIRST_SPAN_MS = Date.UTC(2023, 0, 1);
const TRACE_MINUTES = 6;
const SESSION_MINUTES = 60;
/** Share of spans that pass a comparison with a field that the simulator does not model. */
const UNKNOWN_FIELD_SHARE = 0.3;
/** Share of spans that somebody annotated. */
const ANNOTATED_SHARE = 0.05;

/**
 * The spans that a project has by itself, at most one a minute and each named by its minute. They are not stored: any
 * stretch of time can be computed, the same each time. They arrive when they start.
 */
export class SeededSpans implements SpanSource {
  readonly #project: Project;

  constructor(project: Project) {
    this.#project = project;
  }

  *newestFirst(startMs: number, endMs: number): Iterable<number> {
    if (this.#project.spansPerHour === 0) return;
    const first = Math.floor(Math.max(startMs, FIRST_SPAN_MS) / MINUTE_MS);
    for (let minute = Math.floor(endMs / MINUTE_MS); minute >= first; minute -= 1) {
      if (!this.#hasSpan(minute)) continue;
      const timeMs = this.timeOf(minute);
      if (timeMs >= startMs && timeMs <= endMs) yield minute;
    }
  }

  timeOf(minute: number): number {
    return minute * MINUTE_MS + (this.#key(minute) % MINUTE_MS);
  }

  receivedOf(minute: number): number {
    return this.timeOf(minute);
  }

  spanAt(minute: number): Span {
    return new SeededSpan(this.#project.id, minute, this.timeOf(minute), this.#key(minute));
  }

  #key(minute: number): number {
    return hash32(this.#project.id, minute);
  }

  #hasSpan(minute: number): boolean {
    return this.#key(minute) / 2 ** 32 < (this.#project.spansPerHour / 60) * busyness(minute);
  }
}

/** Its members are computed when they are asked for: most listings need but a few of them. */
class SeededSpan implements Span {
  readonly traceAnnotations = [];
  readonly evaluations = [];
  readonly isOpen = true;
  readonly spanId: string;

  constructor(
    private readonly projectId: string,
    private readonly minute: number,
    readonly timeMs: number,
    private readonly key: number,
  ) {
    this.spanId = `${hex(key)}${hex(minute)}`;
  }

  get id(): string {
    return this.spanId;
  }

  get receivedMs(): number {
    return this.timeMs;
  }

  get traceId(): string {
    return hex(hash32(this.projectId, 'trace', Math.floor(this.minute / TRACE_MINUTES)));
  }

  get sessionId(): string {
    return hex(hash32(this.projectId, 'session', Math.floor(this.minute / SESSION_MINUTES)));
  }

  get fixed(): FixedMembers {
    return fixedOf(this.key, this.timeMs);
  }

  get attributes(): Readonly<Record<string, unknown>> {
    return attributesOf(this.key, this.sessionId);
  }

  get annotations(): readonly SpanAnnotation[] {
    if (share(this.key, 'annotated') >= ANNOTATED_SHARE) return [];
    const correct = share(this.key, 'correct') < 0.8;
    const verdict = { label: correct ? 'correct' : 'incorrect', score: correct ? 1 : 0 };
    return [{ name: 'correctness', ...verdict, updated_at: new Date(this.timeMs + 3_600_000).toISOString() }];
  }

  guess(comparison: string): boolean {
    return share('guess', comparison, this.key) < UNKNOWN_FIELD_SHARE;
  }
}

/** More traffic by day than by night, the mean over a day being 1. */
function busyness(minute: number): number {
  return 1 + 0.5 * Math.sin(((minute % 1440) / 1440) * 2 * Math.PI - Math.PI / 2);
}

function kindOf(key: number): string {
  return pick(['LLM', 'LLM', 'CHAIN', 'TOOL', 'RETRIEVER', 'AGENT'], key, 'kind');
}

function fixedOf(key: number, timeMs: number): FixedMembers {
  const kind = kindOf(key);
  const failed = share(key, 'status') < 0.06;
  const message = 'The upstream service did not answer.';
  const event = { name: 'exception', timestamp: new Date(timeMs).toISOString(), attributes: { message } };
  return {
    name: `${kind.toLowerCase()}-call`,
    kind,
    parentId: share(key, 'parent') < 0.4 ? null : hex(hash32(key, 'parent-id')),
    statusCode: failed ? 'ERROR' : 'OK',
    statusMessage: failed ? message : '',
    latencyMs: 40 + (hash32(key, 'latency') % 4_000),
    events: failed ? [event] : [],
  };
}

function attributesOf(key: number, sessionId: string): Readonly<Record<string, unknown>> {
  const topic = pick(['a refund', 'an invoice', 'a delivery', 'a login', 'a contract'], key, 'topic');
  return {
    'openinference.span.kind': kindOf(key),
    'llm.model_name': pick(['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4'], key, 'model'),
    'llm.token_count.total': 30 + (hash32(key, 'tokens') % 3_000),
    'metadata.environment': pick(['production', 'production', 'staging'], key, 'environment'),
    'session.id': sessionId,
    'input.value': `Customer ${key % 10_000} asks about ${topic}.`,
    'output.value': `Here is what we know about ${topic} of customer ${key % 10_000}.`,
  };
}
