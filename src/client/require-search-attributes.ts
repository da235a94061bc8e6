import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../model/temporal/search-attributes.js';
import { keywordAttributes } from '../temporal/keyword-attributes.js';
import { MissingSearchAttributesError } from './errors.js';

/**
 * Refuses to start what would set search attributes that the namespace does not have: a workflow would hang at it.
 * @throws {@link MissingSearchAttributesError}
 */
export async function requireSearchAttributes(client: Client): Promise<void> {
  const { namespace } = client.options;
  const states = await keywordAttributes(client, namespace, Object.values(SEARCH_ATTRIBUTES));
  const wrong = [...states].filter(([, state]) => state !== 'there').map(([name]) => name);
  if (wrong.length > 0) throw new MissingSearchAttributesError(namespace, wrong);
}
