import { CHANNELS } from '../../model/notification/receiver.js';
import type { Finding, ValuePath } from '../document/finding.js';
import { isRecord } from '../document/loose-step.js';
import { urlProblem } from './check-urls.js';

/** Where a secret belongs, by channel. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  webhook: ['url', 'secret'],
  slack: ['url'],
  teams: ['url'],
  email: ['password'],
  pagerduty: ['routingKey', 'url'],
};

/** Members that may also be a URL in the file. */
const OPEN_URLS = ['webhook.url', 'pagerduty.url'];

/**
 * What is wrong where a secret belongs, without what stands there: it may be the secret itself. Nothing else looks at these
 * places then.
 */
export function checkSecrets(data: unknown): Finding[] {
  const receivers = isRecord(data) && isRecord(data['receivers']) ? data['receivers'] : {};
  return Object.entries(receivers).flatMap(([name, receiver]) =>
    isRecord(receiver)
      ? Object.keys(SECRETS).flatMap((channel) => inChannel(['receivers', name, channel], receiver[channel]))
      : [{ path: ['receivers', name], message: `expected a mapping with ${CHANNELS.join(', ')}` }],
  );
}

function inChannel(path: ValuePath, settings: unknown): Finding[] {
  const channel = String(path.at(-1));
  if (settings === undefined) return [];
  if (!isRecord(settings))
    return [{ path, message: `expected a mapping with ${(SECRETS[channel] ?? []).join(', ')}` }];
  return (SECRETS[channel] ?? []).flatMap((member) =>
    settings[member] === undefined
      ? []
      : problemAt([...path, member], settings[member], `${channel}.${member}`),
  );
}

function problemAt(path: ValuePath, value: unknown, place: string): Finding[] {
  if (OPEN_URLS.includes(place) && typeof value === 'string') {
    const problem = urlProblem(value);
    return problem === null ? [] : [{ path, message: problem }];
  }
  if (!isRecord(value)) return [{ path, message: LITERAL }];
  if (place === 'pagerduty.url') return [{ path, message: 'is a mapping, expected a URL' }];
  const problem = refProblem(value);
  return problem === null ? [] : [{ path, message: problem }];
}

const LITERAL =
  'must not be in this file: put it into a variable or a file of the worker, and write { env: NAME } or { file: /path }';

function refProblem(ref: Readonly<Record<string, unknown>>): string | null {
  const [only, ...others] = Object.entries(ref);
  if (only === undefined || others.length > 0 || !['env', 'file'].includes(only[0]))
    return 'expected either { env: NAME } or { file: /path }';
  const [how, value] = only;
  if (how === 'env')
    return typeof value === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(value)
      ? null
      : 'has no name of a variable in env, expected letters, digits and _: the secret itself does not belong here';
  return typeof value === 'string' && value.startsWith('/')
    ? null
    : 'has no absolute path in file, expected one like /run/secrets/name: the secret itself does not belong here';
}
