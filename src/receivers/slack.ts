import type { IncomingWebhookSettings } from '../model/notification/receiver.js';
import { misconfigured } from './outlet.js';
import type { Message, Outlet, Surroundings } from './outlet.js';
import { postJson } from './post-json.js';
import { secretOf } from './secret-of.js';

/** The most characters that Slack takes, a little less: `&` counts as `&amp;`. */
const MOST = { title: 150, text: 2900 } as const;

/** Posts to an incoming webhook of Slack. */
export const slack =
  ({ url }: IncomingWebhookSettings, surroundings: Surroundings): Outlet =>
  async (message) => {
    const to = secretOf('url', url, surroundings);
    if ('problem' in to) return misconfigured(to.problem);
    const body = JSON.stringify(slackMessage(message));
    return postJson({ url: to.secret, body, explain: slackWord }, surroundings);
  };

/**
 * Texts are plain where Slack has a place for that; in markup the signs that begin mentions and links are escaped, so that
 * no name of a task calls a channel together.
 */
export function slackMessage({ text: { title, text, link } }: Pick<Message, 'text'>): object {
  const open = link === null ? [] : [markup(`<${escaped(link)}|Open in Temporal>`)];
  return {
    text: shortened(title, MOST.text, escaped),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: shortened(title, MOST.title), emoji: false } },
      ...(text === ''
        ? []
        : [
            { type: 'section', text: { type: 'plain_text', text: shortened(text, MOST.text), emoji: false } },
          ]),
      ...open,
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

const markup = (text: string) => ({ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] });

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The text by which it fits, as it is sent. */
function shortened(text: string, most: number, write = (plain: string): string => plain): string {
  if (write(text).length <= most) return write(text);
  let kept = '';
  for (const letter of text) {
    if (write(kept + letter).length > most - 1) break;
    kept += letter;
  }
  return `${write(kept)}…`;
}

/** Slack explains a refusal by a word, such as `invalid_payload` or `no_active_hooks`. */
const slackWord = (body: string): string | null => (/^[a-z_]{1,60}$/.test(body) ? body : null);
