import type { FilterSubject } from './filter/compile.js';
import { pick, share, hash32 } from './random.js';
import type { Granularity, Ordered, Project } from './resource-types.js';

/** A span of a project. Spans are not stored: any stretch of time can be computed, the same each time. */
export interface Span extends FilterSubject, Ordered {
  readonly id: string;
  readonly traceId: string;
  readonly sessionId: string;
  readonly timeMs: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const MINUTE_MS = 60_000;
/** No project has spans before this. */
const FIRST_SPAN_MS = Date.UTC(2023, 0, 1);
const TRACE_MINUTES = 6;
const SESSION_MINUTES = 60;
/** Share of spans that pass a comparison with a field that the simulator does not model. */
const UNKNOWN_FIELD_SHARE = 0.3;

/** The spans of a project that start in the half-open window, oldest first. */
export function spansBetween(project: Project, startMs: number, endMs: number): readonly Span[] {
  const spans: Span[] = [];
  const from = Math.floor(Math.max(startMs, FIRST_SPAN_MS) / MINUTE_MS);
  for (let minute = from; minute * MINUTE_MS < endMs; minute += 1) {
    const span = spanAt(project, minute);
    if (span !== null && span.timeMs >= startMs && span.timeMs < endMs) spans.push(span);
  }
  return spans;
}

/** What an evaluator of this granularity labels in this span: the span itself, its trace or its session. */
export function unitOf(span: Span, granularity: Granularity): string {
  if (granularity === 'SPAN') return span.id;
  return granularity === 'TRACE' ? span.traceId : span.sessionId;
}

function spanAt(project: Project, minute: number): Span | null {
  const key = hash32(project.id, minute);
  if (key / 2 ** 32 >= (project.spansPerHour / 60) * busyness(minute)) return null;
  const id = `${hex(key)}${hex(minute)}`;
  const fields = fieldsOf(key);
  return {
    id,
    ordinal: minute,
    traceId: hex(hash32(project.id, 'trace', Math.floor(minute / TRACE_MINUTES))),
    sessionId: hex(hash32(project.id, 'session', Math.floor(minute / SESSION_MINUTES))),
    timeMs: minute * MINUTE_MS + (key % MINUTE_MS),
    fields,
    read: (field) => fields[field.replace(/^attributes\./, '')],
    guess: (comparison) => share('guess', comparison, key) < UNKNOWN_FIELD_SHARE,
  };
}

/** More traffic by day than by night, the mean over a day being 1. */
function busyness(minute: number): number {
  return 1 + 0.5 * Math.sin(((minute % 1440) / 1440) * 2 * Math.PI - Math.PI / 2);
}

function fieldsOf(key: number): Readonly<Record<string, unknown>> {
  const kind = pick(['LLM', 'LLM', 'CHAIN', 'TOOL', 'RETRIEVER', 'AGENT'], key, 'kind');
  return {
    name: `${kind.toLowerCase()}-call`,
    span_kind: kind,
    'openinference.span.kind': kind,
    status_code: share(key, 'status') < 0.06 ? 'ERROR' : 'OK',
    latency_ms: 40 + (hash32(key, 'latency') % 4_000),
    parent_id: share(key, 'parent') < 0.4 ? null : hex(hash32(key, 'parent-id')),
    'llm.model_name': pick(['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4'], key, 'model'),
    'llm.token_count.total': 30 + (hash32(key, 'tokens') % 3_000),
    'metadata.environment': pick(['production', 'production', 'staging'], key, 'environment'),
  };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
