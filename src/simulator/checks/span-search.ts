import { z } from 'zod';
import { invalid, unprocessable } from '../base/problem.js';
import { idText, optional, parseBody, refuseZoneless } from './body.js';

const columns = optional(z.array(z.string()));

const spanSearch = z.strictObject({
  project_id: idText,
  start_time: optional(z.string()),
  end_time: optional(z.string()),
  filter: optional(z.string().refine((text) => text.trim() !== '', 'must not be blank')),
  included_columns: columns,
  excluded_columns: columns,
  truncate_string_length: optional(z.number()),
});

const MAX_COLUMNS = 1_000;

/** Which members of a span to show beside those that always come; without a selection all. */
export type ColumnSelection =
  { readonly kind: 'all' } | { readonly kind: 'only' | 'without'; readonly columns: ReadonlySet<string> };

/** The body of a list of spans. */
export interface SpanSearch {
  readonly projectId: string;
  /** Null: not given. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly filter: string | null;
  readonly selection: ColumnSelection;
  /** Null: texts are whole. */
  readonly truncateAt: number | null;
}

/** Reads the body of a list of spans; a time without a zone is refused with the given status. */
export function spanSearchRequest(body: unknown, naiveTimeStatus: 400 | 422): SpanSearch {
  const input = parseBody(spanSearch, body);
  return {
    projectId: input.project_id,
    startMs: instantOf('start_time', input.start_time, naiveTimeStatus),
    endMs: instantOf('end_time', input.end_time, naiveTimeStatus),
    filter: input.filter ?? null,
    selection: selectionOf(input.included_columns ?? null, input.excluded_columns ?? null),
    truncateAt: truncationOf(input.truncate_string_length ?? null),
  };
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

function instantOf(
  member: string,
  text: string | null | undefined,
  naiveTimeStatus: 400 | 422,
): number | null {
  if (text === null || text === undefined) return null;
  refuseZoneless(member, text, naiveTimeStatus);
  const atMs = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw invalid(`${member}: must be an RFC 3339 date-time`);
  return atMs;
}

function selectionOf(
  included: readonly string[] | null,
  excluded: readonly string[] | null,
): ColumnSelection {
  if (included !== null && excluded !== null) {
    throw unprocessable('included_columns and excluded_columns must not be given together');
  }
  if (included !== null) return { kind: 'only', columns: columnSet('included_columns', included) };
  if (excluded !== null) return { kind: 'without', columns: columnSet('excluded_columns', excluded) };
  return { kind: 'all' };
}

function columnSet(member: string, names: readonly string[]): ReadonlySet<string> {
  if (names.length === 0 || names.length > MAX_COLUMNS) {
    throw unprocessable(`${member}: must have from 1 to ${MAX_COLUMNS} columns, not ${names.length}`);
  }
  if (names.includes('')) throw unprocessable(`${member}: a column must not be empty`);
  return new Set(names);
}

function truncationOf(length: number | null): number | null {
  if (length === null || (Number.isInteger(length) && length >= 1)) return length;
  throw unprocessable('truncate_string_length: must be a whole number of at least 1');
}
