import { z } from 'zod';
import type { Page } from '../../model/api/resources.js';

const pagination = z
  .looseObject({ has_more: z.boolean().nullish(), next_cursor: z.string().nullish() })
  .nullish()
  .transform((value) => (value?.has_more === false ? null : value?.next_cursor || null));

/** A list under `key`. There is a next page only with a cursor and without `has_more: false` (contract 3, rule 16). */
export function pageOf<T>(key: string, item: z.ZodType<T>): z.ZodType<Page<T>> {
  return z
    .looseObject({ [key]: z.array(item), pagination })
    .transform((wire) => ({ items: wire[key] as T[], nextCursor: wire.pagination as string | null }));
}
