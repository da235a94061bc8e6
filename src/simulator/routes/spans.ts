import { pageRequest } from '../checks/query.js';
import { spanSearchRequest, type SpanSearch } from '../checks/span-search.js';
import { readFilter } from '../checks/trigger.js';
import type { Route, RouteAnswer, RouteRequest } from '../http/router.js';
import { decodeCursor, encodeCursor, type SpanCursor } from '../spans/cursor.js';
import type { Listing } from '../spans/listing.js';
import type { Span } from '../spans/span.js';
import type { World } from '../base/world.js';
import { presentSpan } from './present-span.js';

const WEEK_MS = 7 * 24 * 3_600_000;
const MAX_LIMIT = 500;

/** Spans of a project, newest first; those that are not indexed yet are not shown. */
export const spanRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/spans', answer: (request) => listSpans(request) },
];

function listSpans(request: RouteRequest): RouteAnswer {
  const { world, query, nowMs, fault } = request;
  const search = spanSearchRequest(request.body, world.options.naiveTimeStatus);
  const project = world.store.projects.get(search.projectId);
  const { limit, cursor } = pageRequest(request.path, query, { maxLimit: MAX_LIMIT, order: 'newest-first' });
  const scope = scopeOf(search);
  const from = cursor === null ? null : decodeCursor(cursor, scope);
  const window = from ?? { startMs: search.startMs ?? nowMs - WEEK_MS, endMs: search.endMs ?? nowMs };
  const listing = listingOf(world, search, window, nowMs);
  const next = from === null ? 0 : listing.positionAfter(from.last);
  const start = Math.max(0, next - (from === null ? 0 : (fault?.list?.repeatLast ?? 0)));
  const spans = listing.slice(start, start + limit);
  const shown = spans.map((span) => presentSpan(world, project, span, search));
  const hasMore = start + limit < listing.length;
  const nextCursor = encodedCursor(spans, window, scope);
  const pagination = paginationOf(hasMore, fault?.list?.repeatCursor === true ? cursor : nextCursor);
  return { status: 200, body: { spans: shown, pagination } };
}

/** What a cursor belongs to: the page limit may change, and so may the length of texts. */
function scopeOf({ projectId, startMs, endMs, filter, selection }: SpanSearch): string {
  const columns = selection.kind === 'all' ? [] : [...selection.columns].sort();
  return JSON.stringify([projectId, startMs, endMs, filter, selection.kind, columns]);
}

function listingOf(
  world: World,
  { projectId, filter }: SpanSearch,
  { startMs, endMs }: Pick<SpanCursor, 'startMs' | 'endMs'>,
  nowMs: number,
): Listing {
  const { spans } = world;
  const project = world.store.projects.get(projectId);
  const matches = filter === null ? () => true : readFilter(filter, 'filter');
  const query = {
    name: JSON.stringify([projectId, startMs, endMs, filter, spans.revision(filter)]),
    startMs,
    endMs,
    indexedMs: nowMs - world.options.indexLagMs,
    reachMs: world.options.searchReachMs === 0 ? Number.POSITIVE_INFINITY : world.options.searchReachMs,
    passes: (span: Span) => filter === null || matches(spans.subject(project, span)),
  };
  return spans.listings.get(query, () => spans.spans.sources(project));
}

function encodedCursor(
  spans: readonly Span[],
  window: Pick<SpanCursor, 'startMs' | 'endMs'>,
  scope: string,
): string | null {
  const last = spans.at(-1);
  return last === undefined ? null : encodeCursor({ ...window, last }, scope);
}

function paginationOf(hasMore: boolean, nextCursor: string | null): Readonly<Record<string, unknown>> {
  return hasMore && nextCursor !== null ? { has_more: true, next_cursor: nextCursor } : { has_more: false };
}
