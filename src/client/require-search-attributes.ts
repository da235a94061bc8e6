import { EXIT } from '../model/temporal/exit-codes.js';
import { SEARCH_ATTRIBUTES } from '../model/temporal/search-attributes.js';
import { keywordAttributes } from '../temporal/keyword-attributes.js';
import { CliError } from '../commands/base/cli-error.js';
import type { Session } from '../commands/session/session.js';

/**
 * Refuses to start what would set search attributes that the namespace does not have: a workflow would hang at it.
 * @throws CliError `SearchAttributesMissing`, exit code 2
 */
export async function requireSearchAttributes({
  client,
  namespace,
  flags,
}: Pick<Session, 'client' | 'namespace' | 'flags'>): Promise<void> {
  const states = await keywordAttributes(client, namespace, Object.values(SEARCH_ATTRIBUTES));
  const wrong = [...states].filter(([, state]) => state !== 'there').map(([name]) => name);
  if (wrong.length === 0) return;
  throw new CliError(
    `AX_TASKS_SEARCH_ATTRIBUTES is on, but the namespace "${namespace}" has no keyword ${wrong.join(', ')}. Nothing was started.`,
    {
      exitCode: EXIT.usage,
      code: 'SearchAttributesMissing',
      hint: `ax-tasks search-attributes create${flags}`,
    },
  );
}
