import { z } from 'zod';
import type { Span, SpanAnnotation, SpanEvaluation } from '../../model/api/span.js';
import { instantMs } from '../../model/time/window.js';
import { readLabel, readScore } from './judged.js';
import { maybeText } from './parts.js';

/** What is judged of a span. An entry that is no object, or has no name, tells nothing and fails nothing. */
const judgements = z
  .array(z.looseObject({ name: z.string() }).nullable().catch(null))
  .nullish()
  .catch(null)
  .transform((entries) => (entries ?? []).filter((entry) => entry !== null));

// A member of a wrong type that nobody counts fails no page of 500 spans.
const lenientText = maybeText.catch(null);

const span = z.looseObject({
  context: z.looseObject({ trace_id: z.string().min(1), span_id: z.string().min(1) }),
  start_time: z.string().refine((text) => instantMs(text) !== null, 'is not a time with a time zone'),
  kind: lenientText,
  parent_id: lenientText,
  status_code: lenientText,
  latency_ms: z.number().nullish().catch(null),
  attributes: z.record(z.string(), z.unknown()).nullish().catch(null),
  evaluations: judgements,
  annotations: judgements,
});

/** A span (docs/api-contract.md 1.7). What tells which span it is and when it started must be there. */
export const spanSchema: z.ZodType<Span> = span.transform((wire) => ({
  traceId: wire.context.trace_id,
  spanId: wire.context.span_id,
  startedAt: wire.start_time,
  kind: wire.kind,
  parentId: wire.parent_id,
  statusCode: wire.status_code,
  latencyMs: wire.latency_ms ?? null,
  attributes: wire.attributes ?? {},
  evaluations: wire.evaluations.map(evaluationOf),
  annotations: wire.annotations.map(judgedOf),
}));

type WireJudged = { name: string } & Record<string, unknown>;

function judgedOf(wire: WireJudged): SpanAnnotation {
  const judged: SpanAnnotation = { name: wire.name, score: null, label: null, misfits: {} };
  readScore(judged, wire['score']);
  readLabel(judged, wire['label']);
  return judged;
}

function evaluationOf(wire: WireJudged): SpanEvaluation {
  const { explanation = null, metadata = null } = wire;
  return {
    ...judgedOf(wire),
    explanation: typeof explanation === 'string' ? explanation : null,
    metadata,
  };
}
