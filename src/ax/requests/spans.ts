import { z } from 'zod';
import type { ListSpansRequest } from '../../model/api/requests.js';
import { instantMs } from '../../model/time/window.js';
import { present } from '../checks/check.js';
import type { Rule } from '../checks/check.js';
import { cursor, filter, freeText, instant, limit, positive, reference } from '../checks/fields.js';

const MAX_PAGE = 500;
const MAX_COLUMNS = 1000;

const COLUMNS_PROBLEM = `must be a list of 1 to ${MAX_COLUMNS} columns`;

const column = freeText.refine((path) => path.trim() !== '', { error: 'must not be empty' });

const columns = z
  .array(column, { error: COLUMNS_PROBLEM })
  .min(1, { error: COLUMNS_PROBLEM })
  .max(MAX_COLUMNS, { error: COLUMNS_PROBLEM });

/** The request of a page of spans (docs/api-contract.md 1.7). */
export const spansRequest = z.strictObject({
  project: reference,
  space: reference.optional(),
  startTime: instant.optional(),
  endTime: instant.optional(),
  filter: filter.optional(),
  includedColumns: columns.optional(),
  excludedColumns: columns.optional(),
  truncateStringLength: positive.optional(),
  limit: limit(MAX_PAGE).optional(),
  cursor: cursor.optional(),
});

/** One selection of columns, and a start that is not after the end. */
export const spansRules: Rule<ListSpansRequest> = (request) => [
  present(request, ['includedColumns', 'excludedColumns']).length > 1
    ? 'includedColumns and excludedColumns exclude one another: give one of them'
    : null,
  (msOf(request.startTime) ?? -Infinity) > (msOf(request.endTime) ?? Infinity)
    ? `startTime ${request.startTime} must not be after endTime ${request.endTime}`
    : null,
];

const msOf = (time: unknown): number | null => (typeof time === 'string' ? instantMs(time) : null);
