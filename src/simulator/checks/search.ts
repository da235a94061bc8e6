import { z } from 'zod';
import { idText, optional, parseBody } from './body.js';

const search = {
  filter: optional(z.string().refine((text) => text.trim() !== '', 'must not be blank')),
  limit: optional(z.int().min(1).max(500)),
  cursor: optional(z.string()),
};
const runSearch = z.strictObject(search);
const exampleSearch = z.strictObject({ ...search, dataset_version_id: optional(idText) });

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
