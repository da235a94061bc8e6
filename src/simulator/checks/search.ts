import { z } from 'zod';
import { idText, instant, optional, parseBody } from './body.js';

const search = {
  filter: optional(z.string().refine((text) => text.trim() !== '', 'must not be blank')),
  limit: optional(z.int().min(1).max(500)),
  cursor: optional(z.string()),
};
const runSearch = z.strictObject(search);
const exampleSearch = z.strictObject({ ...search, dataset_version_id: optional(idText) });

const spanSearch = z.strictObject({
  project_id: idText,
  start_time: optional(instant),
  end_time: optional(instant),
  filter: search.filter,
});

const WEEK_MS = 7 * 24 * 3_600_000;

/** A search, its paging in the form of a query; the criteria are part of the cursor's scope. */
export interface SearchRequest {
  readonly filter: string | null;
  readonly query: URLSearchParams;
}

/** The body of a search of an experiment's runs. */
export function runSearchRequest(body: unknown): SearchRequest {
  return asQuery(parseBody(runSearch, body ?? {}));
}

/** The body of a search of a dataset's examples; `dataset_version_id` is in the query. */
export function exampleSearchRequest(body: unknown): SearchRequest {
  const input = parseBody(exampleSearch, body ?? {});
  const request = asQuery(input);
  if (input.dataset_version_id) request.query.set('dataset_version_id', input.dataset_version_id);
  return request;
}

function asQuery(input: z.infer<typeof runSearch>): SearchRequest {
  const query = new URLSearchParams({ filter: input.filter ?? '' });
  if (input.limit) query.set('limit', String(input.limit));
  if (input.cursor) query.set('cursor', input.cursor);
  return { filter: input.filter ?? null, query };
}

export interface SpanSearch {
  readonly projectId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly filter: string | null;
}

/** The body of a list of spans; the window defaults to the last week. */
export function spanSearchRequest(body: unknown, nowMs: number): SpanSearch {
  const input = parseBody(spanSearch, body);
  return {
    projectId: input.project_id,
    startMs: input.start_time ? Date.parse(input.start_time) : nowMs - WEEK_MS,
    endMs: input.end_time ? Date.parse(input.end_time) : nowMs,
    filter: input.filter ?? null,
  };
}
