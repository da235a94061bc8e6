import type { Client } from '@temporalio/client';

/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;

/** The state of a custom search attribute in a namespace; `other type`: the name is used by one that is not a keyword. */
export type AttributeState = 'there' | 'missing' | 'other type';

/** How the namespace has each of these search attributes, which are to be keywords. */
export async function keywordAttributes<Name extends string>(
  client: Client,
  namespace: string,
  names: readonly Name[],
): Promise<Map<Name, AttributeState>> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return new Map(names.map((name) => [name, stateOf(customAttributes[name])]));
}

function stateOf(type: number | undefined): AttributeState {
  if (type === undefined) return 'missing';
  return type === KEYWORD ? 'there' : 'other type';
}

/** Creates search attributes of the type keyword. The caller needs the right to administer the namespace. */
export async function addKeywordAttributes(
  client: Client,
  namespace: string,
  names: readonly string[],
): Promise<void> {
  const searchAttributes = Object.fromEntries(names.map((name) => [name, KEYWORD]));
  await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}
