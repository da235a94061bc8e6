import { z } from 'zod';
import type { QueryFilters, QueryMapping } from '../../model/api/task.js';

/** The named filters of a TRACE or SESSION task; null where there are none or their shape is not known. */
export const queryFiltersSchema: z.ZodType<QueryFilters | null> = z
  .looseObject({
    filters: z.array(z.looseObject({ id: z.string(), filter: z.string() })),
    expression: z.string().nullish(),
  })
  .transform(({ filters, expression }) => ({
    filters: filters.map(({ id, filter }) => ({ id, filter })),
    ...(typeof expression === 'string' ? { expression } : {}),
  }))
  .nullable()
  .catch(null);

export const queryMappingsSchema: z.ZodType<QueryMapping[] | null> = z
  .array(
    z
      .looseObject({
        variable_name: z.string(),
        query_ids: z.array(z.string()).nullish(),
        attribute_path: z.string(),
      })
      .transform((wire) => ({
        variableName: wire.variable_name,
        queryIds: wire.query_ids ?? [],
        attributePath: wire.attribute_path,
      })),
  )
  .nullable()
  .catch(null);
