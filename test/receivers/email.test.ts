import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { EmailSettings } from '../../src/model/notification/receiver.js';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../support/loopback-certificate.js';
import { startTcpServer } from '../support/http-server.js';
import { noticeWith } from '../support/notice.js';
import { receiversHere } from './receivers-here.js';

interface Mail {
  to: string[];
  user: unknown;
  secure: boolean;
  raw: string;
}

/** A mail server on this machine, until the test is over. */
async function startMailServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    key: LOOPBACK_KEY,
    cert: LOOPBACK_CERTIFICATE,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, user: session.user, secure: session.secure, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

const mailTo = (port: number, settings: Partial<EmailSettings> = {}, withinMs = 5000) =>
  receiversHere(
    {
      channel: 'email',
      settings: {
        host: 'localhost',
        port,
        tls: 'none',
        from: 'ax@example.com',
        to: ['ops@example.com'],
        ...settings,
      },
    },
    { PASSWORD: 'canary-password' },
    { ca: LOOPBACK_CERTIFICATE, withinMs },
  );

const login = { user: 'ax', password: { env: 'PASSWORD' } };

const checkLogin =
  (password: string): NonNullable<SMTPServerOptions['onAuth']> =>
  (auth, _, done) =>
    auth.password === password ? done(null, { user: String(auth.username) }) : done(new Error('canary: no'));

describe('a mail', () => {
  test('has one Message-ID in each attempt, the time of the notice, and its texts', async () => {
    const { port, mails } = await startMailServer();
    const receivers = mailTo(port, { to: ['a@example.com', 'b@example.com'] });
    for (const attempt of [1, 2]) {
      expect([attempt, await receivers.send('ops', noticeWith())]).toEqual([
        attempt,
        { kind: 'taken', answer: 'accepted by the mail server' },
      ]);
    }
    expect(mails[0]?.to).toEqual(['a@example.com', 'b@example.com']);
    for (const { raw } of mails) {
      expect(raw).toContain('Message-ID: <0199aa-failed@example.com>');
      expect(raw).toContain('Date: Mon, 30 Nov 2026 12:00:00 +0000');
      expect(raw).toContain('Subject: [ax-tasks] Failed: Pipeline nightly failed');
      expect(raw).toContain('errors: 3');
    }
  });

  test('has no header of what it is told', async () => {
    const { port, mails } = await startMailServer();
    const title = 'a\r\nBcc: evil@example.com\r\n\r\nbody';
    await mailTo(port).send('ops', noticeWith({ title }));
    expect(mails[0]?.to).toEqual(['ops@example.com']);
    expect(mails[0]?.raw).not.toMatch(/^Bcc:/im);
  });

  test.each([
    ['from the first byte', 'implicit' as const, { secure: true }],
    ['by STARTTLS', 'starttls' as const, {}],
  ])('is sent with a login, encrypted %s', async (_, tls, options) => {
    const { port, mails } = await startMailServer({
      ...options,
      authOptional: false,
      onAuth: checkLogin('canary-password'),
    });
    expect(await mailTo(port, { tls, ...login }).send('ops', noticeWith())).toMatchObject({ kind: 'taken' });
    expect(mails).toMatchObject([{ user: 'ax', secure: true }]);
  });

  test('is not sent without TLS to a server that has none', async () => {
    const { port, mails } = await startMailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    expect(await mailTo(port, { tls: 'starttls', ...login }).send('ops', noticeWith())).toMatchObject({
      kind: 'refused',
    });
    expect(mails).toEqual([]);
  });

  test('whose login is refused is not tried again, and nobody reads the password', async () => {
    const { port } = await startMailServer({ authOptional: false, onAuth: checkLogin('another') });
    const answer = await mailTo(port, { tls: 'starttls', ...login }).send('ops', noticeWith());
    expect(answer).toEqual({
      kind: 'refused',
      why: 'localhost answered 535 to AUTH; check user and password',
    });
  });

  test.each([
    ['is not tried again where all addresses are refused', 550, ['b@example.com'], 'refused', 'answered 550'],
    ['is tried again where the server has no time', 451, ['b@example.com'], 'unavailable', 'answered 451'],
    [
      'says which share of the addresses it did not reach',
      550,
      ['a@example.com', 'b@example.com'],
      'refused',
      'refused 1 of 2 addresses',
    ],
  ])('%s', async (_, responseCode, to, kind, why) => {
    const { port } = await startMailServer({
      onRcptTo: ({ address }, __, done) =>
        address.startsWith('a') ? done() : done(Object.assign(new Error('canary'), { responseCode })),
    });
    const answer = await mailTo(port, { to }).send('ops', noticeWith());
    expect(answer).toMatchObject({ kind, why: expect.stringContaining(why) as string });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  test('to a server that hangs, or is not there, is tried again', async () => {
    const { baseUrl } = await startTcpServer(() => undefined);
    const hanging = await mailTo(Number(new URL(baseUrl).port), {}, 300).send('ops', noticeWith());
    expect(hanging).toMatchObject({
      kind: 'unavailable',
      why: expect.stringMatching(/^no answer from localhost/) as string,
    });
    expect(await mailTo(1).send('ops', noticeWith())).toMatchObject({ kind: 'unavailable' });
  });
});
