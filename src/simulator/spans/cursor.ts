import { invalid, type Refusal } from '../base/problem.js';
import { hash32 } from '../store/random.js';
import type { SpanKey } from './span.js';

/** Where a page of spans ended, and the window that its first page fixed. */
export interface SpanCursor {
  readonly startMs: number;
  readonly endMs: number;
  /** The last span that was shown. */
  readonly last: SpanKey;
}

/** A cursor that only the same question can use. */
export function encodeCursor({ startMs, endMs, last }: SpanCursor, scope: string): string {
  const parts = ['v1', hash32(scope), startMs, endMs, last.timeMs, last.traceId, last.spanId];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What a cursor says. Refuses one of another question with 400. */
export function decodeCursor(cursor: string, scope: string): SpanCursor {
  const [version, owner, startMs, endMs, timeMs, traceId, spanId] = partsOf(cursor);
  if (version !== 'v1' || owner !== hash32(scope)) throw foreignCursor();
  const last = { timeMs: Number(timeMs), traceId: String(traceId), spanId: String(spanId) };
  return { startMs: Number(startMs), endMs: Number(endMs), last };
}

/** The refusal of a cursor that the service does not know. */
export function foreignCursor(): Refusal {
  return invalid('cursor: not a cursor of this search; leave it out to start from the first page');
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
