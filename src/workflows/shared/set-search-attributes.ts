import { upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributePairs } from '../../model/temporal/search-attributes.js';
import type { SearchAttributeValues } from '../../model/temporal/search-attributes.js';

/** Sets the workflow's search attributes, where its starter says that they exist: an unknown one hangs the workflow. */
export function setSearchAttributes(
  { hasSearchAttributes = false }: { hasSearchAttributes?: boolean },
  values: SearchAttributeValues,
): void {
  if (hasSearchAttributes) upsertSearchAttributes(searchAttributePairs(values));
}
