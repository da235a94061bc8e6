import { listenAddress, type ListenAddress } from './listen-address.js';
import { givenSecret } from './secret-file.js';
import { text, variables } from './variables.js';

/** Where Arize's webhooks are received, and the secret that they are signed with. */
export interface WebhookConfig {
  address: ListenAddress;
  secret: string;
}

const ADDRESS = 'AX_TASKS_WEBHOOK_ADDRESS';
const SECRET = 'AX_TASKS_WEBHOOK_SECRET';
const FILE = 'AX_TASKS_WEBHOOK_SECRET_FILE';

const NO_SECRET = `${ADDRESS} is set and the secret is not: set ${SECRET} to the secret that Arize showed when the webhook was created, or ${FILE} to a file that has it`;
const NO_ADDRESS = `${SECRET} or ${FILE} is set and ${ADDRESS} is not: set it to where webhooks are received, like 0.0.0.0:8082, or unset the secret`;
const EMPTY = 'must not be empty';

/** Null: no webhooks are received. */
export const webhookConfig = variables({
  [ADDRESS]: listenAddress(ADDRESS),
  [SECRET]: text,
  [FILE]: text,
}).transform((given, context): WebhookConfig | null => {
  const address = given[ADDRESS];
  const read = givenSecret(SECRET, given[SECRET], given[FILE]);
  const problem = problemOf(address, read);
  if (problem !== null) context.addIssue(problem);
  return address === undefined || read === null || 'problem' in read
    ? null
    : { address, secret: read.secret };
});

function problemOf(address: ListenAddress | undefined, read: ReturnType<typeof givenSecret>): string | null {
  if (read === null) return address === undefined ? null : NO_SECRET;
  if ('problem' in read) return read.problem;
  if (address === undefined) return NO_ADDRESS;
  return read.secret === '' ? `${read.source} ${EMPTY}` : null;
}
