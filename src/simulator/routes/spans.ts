import { pageRequest } from '../checks/query.js';
import { spanSearchRequest, type SpanSearch } from '../checks/span-search.js';
import { readFilter } from '../checks/trigger.js';
import type { Route, RouteAnswer, RouteRequest } from '../http/router.js';
import { decodeCursor, encodeCursor, foreignCursor, type SpanCursor } from '../spans/cursor.js';
import type { Listing, ListingQuery } from '../spans/listing.js';
import type { Span } from '../spans/span.js';
import type { Project } from '../store/resource-types.js';
import { presentSpan } from './present-span.js';

const WEEK_MS = 7 * 24 * 3_600_000;
const MAX_LIMIT = 500;

/** Spans of a project, newest first; those that are not indexed yet are not shown. */
export const spanRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/spans', answer: (request) => listSpans(request) },
];

/** A request for a page. */
interface Question {
  readonly search: SpanSearch;
  readonly project: Project;
  /** The window, its defaults filled in; a cursor has that of its first page. */
  readonly window: Pick<SpanCursor, 'startMs' | 'endMs'>;
  /** Null for the first page. */
  readonly after: SpanCursor['last'] | null;
  readonly cursor: string | null;
  /** What cursors belong to: the page limit may change, and so may the length of texts. */
  readonly scope: string;
  readonly limit: number;
}

function listSpans(request: RouteRequest): RouteAnswer {
  const question = questionOf(request);
  const { project, search, limit } = question;
  const listing = listingOf(request, question);
  const start = startIn(listing, question, request);
  const spans = listing.slice(start, start + limit);
  const shown = spans.map((span) => presentSpan(request.world, project, span, search));
  const isLast = start + limit >= listing.length;
  const pagination = paginationOf(request, question, isLast ? undefined : spans.at(-1));
  return { status: 200, body: { spans: shown, pagination } };
}

function questionOf({ world, path, query, body, nowMs, fault }: RouteRequest): Question {
  const search = spanSearchRequest(body, world.options.naiveTimeStatus);
  const project = world.store.projects.get(search.projectId);
  const { limit, cursor } = pageRequest(path, query, { maxLimit: MAX_LIMIT, order: 'newest-first' });
  if (cursor !== null && fault?.list?.refuseCursor === true) throw foreignCursor();
  const scope = scopeOf(search);
  const from = cursor === null ? null : decodeCursor(cursor, scope);
  const window = from ?? { startMs: search.startMs ?? nowMs - WEEK_MS, endMs: search.endMs ?? nowMs };
  return { search, project, window, after: from?.last ?? null, cursor, scope, limit };
}

function scopeOf({ projectId, startMs, endMs, filter, selection }: SpanSearch): string {
  const columns = selection.kind === 'all' ? [] : [...selection.columns].sort();
  return JSON.stringify([projectId, startMs, endMs, filter, selection.kind, columns]);
}

function listingOf({ world, nowMs }: RouteRequest, { search, project, window }: Question): Listing {
  const { startMs, endMs } = window;
  const revision = world.spans.revision(search.filter);
  const query: ListingQuery = {
    name: JSON.stringify([project.id, startMs, endMs, search.filter, revision]),
    startMs,
    endMs: world.options.exclusiveSpanEnd ? endMs - 1 : endMs,
    indexedMs: nowMs - world.options.indexLagMs,
    reachMs: world.options.searchReachMs === 0 ? Number.POSITIVE_INFINITY : world.options.searchReachMs,
    passes: world.spans.filter(project, search.filter === null ? null : readFilter(search.filter, 'filter')),
  };
  return world.spans.listings.get(query, () => world.spans.spans.sources(project));
}

function startIn(listing: Listing, { after }: Question, { fault }: RouteRequest): number {
  if (after === null) return 0;
  return Math.max(0, listing.positionAfter(after) - (fault?.list?.repeatLast ?? 0));
}

/** `last` is the last span that was shown, unless there are no more. */
function paginationOf(
  { fault }: RouteRequest,
  { cursor, window, scope }: Question,
  last: Span | undefined,
): Readonly<Record<string, unknown>> {
  if (last === undefined) return { has_more: false };
  const repeated = fault?.list?.repeatCursor === true ? cursor : null;
  return { has_more: true, next_cursor: repeated ?? encodeCursor({ ...window, last }, scope) };
}
