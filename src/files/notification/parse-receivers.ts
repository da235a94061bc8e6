import { definedOnly } from '../../model/base/objects.js';
import { CHANNELS } from '../../model/notification/receiver.js';
import type { EmailSettings, Receiver, ReceiversFile } from '../../model/notification/receiver.js';
import { checkFile } from '../document/check-file.js';
import { mappingsOf } from '../document/describe-issue.js';
import type { Variables } from '../document/substitute.js';
import { checkReceivers } from './check-receivers.js';
import { checkSecrets } from './check-secrets.js';
import { toRules } from './notify-file.js';
import { receiversFile } from './receivers-file.js';
import type { ReceiversFileData } from './receivers-file.js';

const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';
const MAIL_PORTS = { implicit: 465, starttls: 587, none: 25 } as const;

/**
 * Reads the file of a worker's receivers, YAML or JSON. `env` holds the variables that it refers to by `${NAME}`; those of
 * its secrets are read when a notice is sent.
 * @throws InvalidFileError with every problem, each with its line and column, and nothing of a secret
 */
export function parseReceivers(text: string, fileName: string, env: Variables): ReceiversFile {
  const { file } = checkFile(text, fileName, env, {
    expected: { noun: 'receivers of notifications', members: 'receivers, default and links' },
    schema: receiversFile,
    mappingAt: mappingsOf(receiversFile),
    prepare: (_, data) => {
      const findings = checkSecrets(data);
      return { findings, problems: [], open: findings.map(({ path }) => path) };
    },
    checks: checkReceivers,
  });
  return toReceivers(file as ReceiversFileData);
}

const toReceivers = ({ receivers, default: rules = [], links }: ReceiversFileData): ReceiversFile => ({
  receivers: Object.fromEntries(Object.entries(receivers).map(([name, data]) => [name, toReceiver(data)])),
  default: toRules(rules),
  temporalUi: links?.temporal ?? null,
});

type ReceiverData = ReceiversFileData['receivers'][string];

/** Which channel it has, and that each secret is one reference, was checked. */
function toReceiver(data: ReceiverData): Receiver {
  const channel = CHANNELS.find((each) => data[each] !== undefined);
  const settings = data[channel ?? 'webhook'];
  const texts = definedOnly({ title: data.title, text: data.text });
  const whole = {
    ...settings,
    ...(data.email === undefined ? {} : mailDefaults(data.email)),
    ...(data.pagerduty === undefined ? {} : { url: data.pagerduty.url ?? PAGERDUTY_URL }),
  };
  return { channel, settings: whole, ...texts } as unknown as Receiver;
}

function mailDefaults({
  tls = 'implicit',
  port,
}: NonNullable<ReceiverData['email']>): Partial<EmailSettings> {
  return { tls, port: port ?? MAIL_PORTS[tls] };
}
