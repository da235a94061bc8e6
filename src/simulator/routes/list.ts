import { pageRequest } from '../checks/query.js';
import { paginate, type ListOrder } from '../store/cursor.js';
import type { Ordered } from '../store/types.js';
import type { RouteAnswer, RouteRequest } from '../http/router.js';

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
