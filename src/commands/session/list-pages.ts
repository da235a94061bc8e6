import type { Operations, Verb } from '../../model/temporal/operations.js';
import type { PageRequest } from '../../model/api/requests.js';
import type { Page } from '../../model/api/resources.js';
import { usageError } from '../base/cli-error.js';
import type { Notify } from '../../client/worker-gap.js';
import { runOperation } from './run-operation.js';
import type { Session } from './session.js';

export interface PageOptions {
  limit?: number;
  cursor?: string;
  all?: boolean;
}

/** The calls that list something. */
export type PagedVerb = Extract<Verb, `list${string}`>;
type ItemOf<V extends PagedVerb> = Operations[V]['result']['items'][number];

/** The default of `ax`. */
const DEFAULT_LIMIT = 15;
const LARGEST_PAGE = 100;

/** One page of a list, or with `--all` everything. */
export async function listPages<V extends PagedVerb>(
  session: Session,
  verb: V,
  request: Omit<Operations[V]['request'], keyof PageRequest>,
  { limit, cursor, all = false }: PageOptions,
  notify: Notify,
): Promise<Page<ItemOf<V>>> {
  const items: ItemOf<V>[] = [];
  const seen = new Set<string>();
  for (let next = cursor; ;) {
    const page = {
      limit: all ? LARGEST_PAGE : (limit ?? DEFAULT_LIMIT),
      ...(next === undefined ? {} : { cursor: next }),
    };
    const { items: more, nextCursor } = await runOperation(session, verb, { ...request, ...page }, notify);
    items.push(...(more as ItemOf<V>[]));
    if (!all || nextCursor === null) return { items, nextCursor };
    if (seen.has(nextCursor))
      throw usageError('The service returned the same page twice, so --all cannot continue.');
    seen.add(nextCursor);
    next = nextCursor;
  }
}

/** How to see the rest of a list; nothing where this was all. */
export const moreHint = (nextCursor: string | null): string[] =>
  nextCursor === null ? [] : [`More results exist: pass --cursor ${nextCursor}, or --all.`];
