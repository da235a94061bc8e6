import { describe, expect, test } from 'vitest';
import { slackMessage } from '../../src/receivers/slack.js';
import { startHttpServer } from '../support/http-server.js';
import { noticeWith } from '../support/notice.js';
import { receiversHere } from './receivers-here.js';

interface SlackMessage {
  text: string;
  blocks: { type: string; text?: { type: string; text: string }; elements?: { text: string }[] }[];
}

const slackOf = (title: string, text: string, link: string | null = null) =>
  slackMessage({ text: { title, text, link } }) as SlackMessage;

describe('a message to Slack', () => {
  test('is posted to the secret URL, with blocks and a text for devices that show none', async () => {
    const { baseUrl, received } = await startHttpServer(() => ({ text: 'ok' }));
    const receivers = receiversHere(
      { channel: 'slack', settings: { url: { env: 'URL' } } },
      { URL: `${baseUrl}/services/T/B/x` },
    );
    expect(await receivers.send('ops', noticeWith())).toEqual({ kind: 'taken', answer: 'HTTP 200' });
    expect(received[0]?.url).toBe('/services/T/B/x');
    const message = JSON.parse(received[0]?.body ?? '') as SlackMessage;
    expect(message.text).toBe('Failed: Pipeline nightly failed');
    expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
    expect(message.blocks[2]?.elements?.[0]?.text).toMatch(
      /^<https:\/\/temporal\.example\/.*\|Open in Temporal>$/,
    );
  });

  test('calls nobody together, and makes no link of what it is told', () => {
    const { text, blocks } = slackOf(
      '<!channel> @here <@U1> a&b',
      '<!everyone>\n<http://evil.example|click>',
    );
    expect(text).toBe('&lt;!channel&gt; @here &lt;@U1&gt; a&amp;b');
    // Plain text has no mentions; only in markup do signs count.
    expect(blocks.map((block) => block.text?.type)).toEqual(['plain_text', 'plain_text']);
  });

  test.each([
    ['long', 'x'.repeat(20_000)],
    ['long when escaped', '&'.repeat(2900)],
    ['of two units a letter', '😀'.repeat(3000)],
  ])('keeps to the limits of Slack, though its texts are %s', (_, long) => {
    const { text, blocks } = slackOf(long, long);
    expect(blocks[0]?.text?.text.length).toBeLessThanOrEqual(150);
    expect(blocks[1]?.text?.text.length).toBeLessThanOrEqual(3000);
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(Buffer.from(text).toString()).toBe(text);
  });

  test.each([
    ['a word', 404, 'no_active_hooks', 'answered HTTP 404: no_active_hooks; check the URL'],
    ['a page', 404, '<html>canary</html>', 'answered HTTP 404; check the URL'],
    ['a word', 500, 'rollup_error', 'answered HTTP 500: rollup_error'],
  ])('that is refused by %s says so, and no more (%i)', async (_, status, text, why) => {
    const { baseUrl } = await startHttpServer(() => ({ status, text }));
    const receivers = receiversHere(
      { channel: 'slack', settings: { url: { env: 'URL' } } },
      { URL: `${baseUrl}/canary` },
    );
    const answer = await receivers.send('ops', noticeWith());
    expect(answer).toMatchObject({ why: expect.stringContaining(why) as string });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });
});

test('a message to Teams is an Adaptive Card whose texts are not read as Markdown', async () => {
  const { baseUrl, received } = await startHttpServer(() => ({ status: 202 }));
  const receivers = receiversHere(
    { channel: 'teams', settings: { url: { env: 'URL' } } },
    { URL: `${baseUrl}/workflows/1?sig=x` },
  );
  const notice = noticeWith({ title: '**[click](http://evil.example)**' });
  expect(await receivers.send('ops', notice)).toEqual({ kind: 'taken', answer: 'HTTP 202' });
  expect(received[0]?.url).toBe('/workflows/1?sig=x');
  const { attachments } = JSON.parse(received[0]?.body ?? '') as {
    attachments: { contentType: string; content: object }[];
  };
  expect(attachments).toHaveLength(1);
  expect(attachments[0]).toMatchObject({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      body: [
        {
          type: 'RichTextBlock',
          inlines: [{ type: 'TextRun', text: 'Failed: **[click](http://evil.example)**' }],
        },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'errors: 3' }] },
        {},
        {},
        {},
      ],
      actions: [{ type: 'Action.OpenUrl' }],
    },
  });
});
