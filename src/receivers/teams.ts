import type { IncomingWebhookSettings } from '../model/notification/receiver.js';
import { misconfigured } from './outlet.js';
import type { Message, Outlet, Surroundings } from './outlet.js';
import { postJson } from './post-json.js';
import { secretOf } from './secret-of.js';

/** Posts an Adaptive Card to a workflow in Teams ("Post to a channel when a webhook request is received"). */
export const teams =
  ({ url }: IncomingWebhookSettings, surroundings: Surroundings): Outlet =>
  async (message) => {
    const to = secretOf('url', url, surroundings);
    if ('problem' in to) return misconfigured(to.problem);
    return postJson({ url: to.secret, body: JSON.stringify(teamsMessage(message)) }, surroundings);
  };

/** The texts are runs, which Teams does not read as Markdown. */
function teamsMessage({ text: { title, text, link } }: Pick<Message, 'text'>): object {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      run({ text: title, weight: 'Bolder', size: 'Medium' }),
      ...lines.map((line) => ({ ...run({ text: line }), spacing: 'Small' })),
    ],
    ...(link === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Open in Temporal', url: link }] }),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

const run = (text: object) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...text }] });
