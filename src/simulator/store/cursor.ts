import { invalid } from '../base/problem.js';
import { hash32 } from './random.js';
import type { Ordered } from './resource-types.js';

/** How a listing is ordered. Tasks and runs come newest first unless a fault says otherwise. */
export type ListOrder = 'newest-first' | 'oldest-first' | 'shuffled';

export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
  readonly order: ListOrder;
  /** What is listed, filters included: a cursor of another listing is refused. */
  readonly scope: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: { readonly has_more: boolean; readonly next_cursor?: string };
}

/**
 * One page of items that stand in ascending order of their ordinals. A cursor names the last item shown,
 * so records added or removed between two pages shift nothing. `next_cursor` is absent on the last page.
 */
export function paginate<T extends Ordered>(items: readonly T[], request: PageRequest): Page<T> {
  const sorted = sortBy(items, request.order);
  const start = request.cursor === null ? 0 : positionAfter(sorted, request);
  const page = sorted.slice(start, start + request.limit);
  const last = page.at(-1);
  const hasMore = start + request.limit < sorted.length;
  if (!hasMore || last === undefined) return { items: page, pagination: { has_more: false } };
  return { items: page, pagination: { has_more: true, next_cursor: encode(last, request.scope) } };
}

function sortBy<T extends Ordered>(items: readonly T[], order: ListOrder): readonly T[] {
  if (order === 'oldest-first') return items;
  return order === 'newest-first' ? [...items].reverse() : [...items].sort((a, b) => rank(a) - rank(b));
}

function positionAfter<T extends Ordered>(sorted: readonly T[], request: PageRequest): number {
  const last = decode(request.cursor ?? '', request.scope);
  const key = keyOf(request.order);
  const position = sorted.findIndex((item) => key(item.ordinal) > key(last));
  return position < 0 ? sorted.length : position;
}

function keyOf(order: ListOrder): (ordinal: number) => number {
  if (order === 'oldest-first') return (ordinal) => ordinal;
  return order === 'newest-first' ? (ordinal) => -ordinal : (ordinal) => hash32('shuffle', ordinal);
}

function rank(item: Ordered): number {
  return hash32('shuffle', item.ordinal);
}

function encode(last: Ordered, scope: string): string {
  return Buffer.from(`v1.${last.ordinal}.${hash32(scope)}`).toString('base64url');
}

function decode(cursor: string, scope: string): number {
  const [version, ordinal, owner] = Buffer.from(cursor, 'base64url').toString('utf8').split('.');
  if (version !== 'v1' || ordinal === undefined || owner !== String(hash32(scope))) {
    throw invalid('cursor: not a cursor of this listing; leave it out to start from the first page');
  }
  return Number(ordinal);
}
