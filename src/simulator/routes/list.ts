import { nameFilter, pageRequest, queryId } from '../checks/query.js';
import { paginate, type ListOrder } from '../store/cursor.js';
import type { Ordered } from '../store/resource-types.js';
import type { RouteAnswer, RouteRequest } from '../http/router.js';
import { notFound } from '../base/problem.js';
import type { World } from '../base/world.js';

export interface ListRules<T> {
  /** Member that holds the items. */
  readonly key: string;
  readonly present: (item: T) => unknown;
  /** Default 100. */
  readonly maxLimit?: number;
  /** Default newest first. */
  readonly order?: ListOrder;
}

/** Answers a list request with one page of the items. */
export function listAnswer<T extends Ordered>(
  { path, query, fault }: Pick<RouteRequest, 'path' | 'query' | 'fault'>,
  items: readonly T[],
  rules: ListRules<T>,
): RouteAnswer {
  const order = fault?.list?.order ?? rules.order ?? 'newest-first';
  const page = paginate(items, pageRequest(path, query, { maxLimit: rules.maxLimit ?? 100, order }));
  return { status: 200, body: { [rules.key]: page.items.map(rules.present), pagination: page.pagination } };
}

/**
 * The filter that `space_id` and `space_name` make: a space id exactly, or a case-insensitive substring
 * of a space's name. A space id that does not exist, or a name that fits no space, is a 404.
 */
export function spaceFilter(world: World, query: URLSearchParams): (spaceId: string) => boolean {
  const wantedId = queryId(query, 'space_id');
  if (wantedId !== null) world.store.spaces.get(wantedId);
  const named = nameFilter(query, 'space_name');
  const spaces = world.store.spaces.all().filter(({ name }) => named(name));
  if (spaces.length === 0) throw notFound('Space', query.get('space_name') ?? '');
  const ids = new Set(spaces.map(({ id }) => id));
  return (spaceId) => ids.has(spaceId) && (wantedId === null || wantedId === spaceId);
}

/** Records of the wanted space with a fitting name. */
export function inSpace<T extends { readonly space_id: string; readonly name: string }>(
  world: World,
  query: URLSearchParams,
  records: readonly T[],
): readonly T[] {
  const wanted = spaceFilter(world, query);
  const named = nameFilter(query, 'name');
  return records.filter(({ space_id, name }) => wanted(space_id) && named(name));
}
