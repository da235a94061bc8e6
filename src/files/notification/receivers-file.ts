import { z } from 'zod';
import { MAIL_TLS } from '../../model/notification/receiver.js';
import { RECEIVER_NAME } from '../../model/notification/notify-rules.js';
import * as field from '../document/fields.js';
import { notifyFile } from './notify-file.js';

const SECRET = 'a mapping with env or file';

const secret = z
  .strictObject(
    { env: field.nonEmptyText.optional(), file: field.nonEmptyText.optional() },
    { error: field.unlessMapping(SECRET) },
  )
  .meta({
    id: 'secret',
    title: 'secret',
    description:
      "Where the secret is: a variable of the worker's environment, or a file, read anew for each notice.",
    examples: [{ env: 'OPS_HOOK_SECRET' }, { file: '/run/secrets/slack-url' }],
  });

const RECEIVER = 'a name of at most 60 letters, digits, _ and -, which starts with a letter or digit';

const receiverName = z.string({ error: RECEIVER }).regex(RECEIVER_NAME, { error: RECEIVER });

const webhook = z
  .strictObject(
    {
      url: z.union([field.nonEmptyText, secret], { error: 'a URL, or a mapping with env or file' }),
      secret: secret.meta({ description: 'Signs what is sent: whsec_ and 24 to 64 bytes in base64.' }),
    },
    { error: field.unlessMapping('a mapping with url and secret') },
  )
  .meta({ title: 'webhook', description: 'POSTs JSON, signed by the convention of Standard Webhooks.' });

const incoming = (title: string) =>
  z.strictObject({ url: secret }, { error: field.unlessMapping('a mapping with url') }).meta({ title });

const PORT = 'a port from 1 to 65535';

const email = z
  .strictObject(
    {
      host: field.nonEmptyText,
      port: z.int({ error: PORT }).min(1, { error: PORT }).max(65_535, { error: PORT }).optional(),
      tls: field.oneOf(MAIL_TLS).optional().meta({
        description: 'implicit (default, port 465), starttls (port 587); none only on this machine.',
      }),
      user: field.nonEmptyText.optional(),
      password: secret.optional(),
      from: field.nonEmptyText,
      to: field.ids,
    },
    { error: field.unlessMapping('a mapping with host, from and to') },
  )
  .meta({ title: 'email' });

const pagerduty = z
  .strictObject(
    {
      routingKey: secret,
      url: field.nonEmptyText.optional().meta({
        description: 'Of the Events API v2. Default: https://events.pagerduty.com/v2/enqueue.',
      }),
    },
    { error: field.unlessMapping('a mapping with routingKey') },
  )
  .meta({ title: 'pagerduty' });

const TEMPLATE = 'Text with placeholders, such as ${{ title }} (docs/notifications.md).';

const receiver = z
  .strictObject(
    {
      webhook: webhook.optional(),
      slack: incoming('slack').optional(),
      teams: incoming('teams').optional(),
      email: email.optional(),
      pagerduty: pagerduty.optional(),
      title: field.nonEmptyText.optional().meta({ description: TEMPLATE }),
      text: field.nonEmptyText.optional().meta({ description: TEMPLATE }),
    },
    { error: field.unlessMapping('a mapping with webhook, slack, teams, email or pagerduty') },
  )
  .meta({ title: 'receiver' });

/** The file of a worker's receivers. */
export const receiversFile = z.strictObject(
  {
    $schema: field.text.optional().meta({ description: 'For editors; ignored.' }),
    receivers: z.record(receiverName, receiver, { error: 'a mapping of names to receivers' }),
    default: notifyFile.optional(),
    links: z
      .strictObject(
        { temporal: field.nonEmptyText },
        { error: field.unlessMapping('a mapping with temporal') },
      )
      .meta({ title: 'links' })
      .optional(),
  },
  { error: field.unlessMapping('a mapping with receivers') },
);

export type ReceiversFileData = z.infer<typeof receiversFile>;
