import { randomBytes } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import type { TraceContext } from '../model/temporal/trace-context.js';

type Ids = Pick<TraceContext, 'traceId' | 'spanId'>;

let wanted: Ids | null = null;

/**
 * Random IDs, but for the spans of workflows, which every worker has to name alike. Give it to a tracer provider as
 * `idGenerator`.
 */
export const executionIds: IdGenerator = {
  generateTraceId: () => wanted?.traceId ?? randomBytes(16).toString('hex'),
  generateSpanId: () => wanted?.spanId ?? randomBytes(8).toString('hex'),
};

/** Starts one span with these IDs. */
export function withIds<Span>(ids: Ids, start: () => Span): Span {
  wanted = ids;
  try {
    return start();
  } finally {
    wanted = null;
  }
}
