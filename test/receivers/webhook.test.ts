import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { Surroundings } from '../../src/receivers/outlet.js';
import { startHttpServer, startTcpServer } from '../support/http-server.js';
import type { Answer } from '../support/http-server.js';
import { noticeWith } from '../support/notice.js';
import { receiversHere } from './receivers-here.js';

const SECRET = `whsec_${Buffer.from('canary-of-32-bytes-canary-of-32b').toString('base64')}`;

const hookAt = (url: string, secret = SECRET, more: Partial<Surroundings> = {}) =>
  receiversHere(
    { channel: 'webhook', settings: { url, secret: { env: 'SECRET' } } },
    { SECRET: secret },
    { withinMs: 5000, ...more },
  );

const answering = (...answers: Answer[]) => {
  const left = [...answers];
  return startHttpServer(() => (left.length > 1 ? left.shift() : left[0]) ?? {});
};

describe('a webhook', () => {
  test.each([
    ['with the prefix', SECRET],
    ['without the prefix', SECRET.replace('whsec_', '')],
  ])('is signed as the library of Standard Webhooks verifies it, by a secret %s', async (_, secret) => {
    const { baseUrl, received } = await answering({ status: 204 });
    const notice = noticeWith({ title: 'Täsk “nightly” failed' });
    expect(await hookAt(`${baseUrl}/hook?a=1`, secret).send('ops', notice)).toEqual({
      kind: 'taken',
      answer: 'HTTP 204',
    });
    const { url = '', method, headers = {}, body = '' } = received[0] ?? {};
    expect([method, url, headers['content-type']]).toEqual(['POST', '/hook?a=1', 'application/json']);
    const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(verified).toEqual({
      type: 'notification.failed',
      timestamp: notice.at,
      data: {
        ...notice,
        title: 'Failed: Täsk “nightly” failed',
        text: expect.stringContaining('errors: 3') as string,
        link: 'https://temporal.example/namespaces/prod/workflows/ax-pipeline%2Fnightly%2F1/r-1/history',
      },
    });
    expect(headers['webhook-id']).toBe(notice.id);
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  test('has the same id and body again where the receiver took it but did not answer in time', async () => {
    let requests = 0;
    const { baseUrl, received } = await startHttpServer(() => {
      requests += 1;
      return requests === 1 ? undefined : { status: 200 };
    });
    const receivers = hookAt(baseUrl, SECRET, { withinMs: 300 });
    expect(await receivers.send('ops', noticeWith())).toMatchObject({ kind: 'unavailable' });
    expect(await receivers.send('ops', noticeWith())).toMatchObject({ kind: 'taken' });
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([noticeWith().id]));
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  test.each([
    [401, 'refused', 'answered HTTP 401; check the secret or the URL'],
    [403, 'refused', 'answered HTTP 403'],
    [404, 'refused', 'answered HTTP 404; check the URL'],
    [410, 'refused', 'answered HTTP 410; the receiver was removed'],
    [400, 'refused', 'answered HTTP 400'],
    [302, 'refused', 'answered HTTP 302'],
    [408, 'unavailable', 'answered HTTP 408'],
    [429, 'unavailable', 'answered HTTP 429'],
    [500, 'unavailable', 'answered HTTP 500'],
    [503, 'unavailable', 'answered HTTP 503'],
  ])('that is answered with %i is %s', async (status, kind, why) => {
    const { baseUrl, received } = await answering({
      status,
      headers: { location: 'http://127.0.0.1:1/' },
      text: SECRET,
    });
    const answer = await hookAt(`${baseUrl}/canary`).send('ops', noticeWith());
    expect(answer).toMatchObject({ kind, why: expect.stringContaining(why) as string });
    expect(JSON.stringify(answer)).not.toMatch(/canary|whsec/);
    expect(received).toHaveLength(1);
  });

  test('is tried again when the receiver asks for it', async () => {
    const { baseUrl } = await answering({ status: 429, headers: { 'retry-after': '120' } });
    expect(await hookAt(baseUrl).send('ops', noticeWith())).toMatchObject({ retryAfterMs: 120_000 });
  });

  test('whose connection is refused, or cut, is tried again', async () => {
    const refused = await hookAt('http://127.0.0.1:1/canary').send('ops', noticeWith());
    expect(refused).toMatchObject({
      kind: 'unavailable',
      why: 'no answer from 127.0.0.1:1: the connection was refused',
    });
    const { baseUrl } = await startTcpServer((socket) => socket.destroy());
    expect(await hookAt(baseUrl).send('ops', noticeWith())).toMatchObject({ kind: 'unavailable' });
  });

  test.each([
    ['too short', 'whsec_c2hvcnQ=', 'the secret must be 24 to 64 bytes in base64'],
    ['no base64', 'canary canary canary canary canary', 'the secret must be 24 to 64 bytes in base64'],
  ])('whose secret is %s is not sent, and says what to do', async (_, secret, why) => {
    const { baseUrl, received } = await answering({});
    expect(await hookAt(baseUrl, secret).send('ops', noticeWith())).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining(why) as string,
    });
    expect(received).toEqual([]);
  });

  test('goes through a proxy, and only this machine is reached by http', async () => {
    const proxied = await hookAt('https://ops.example/canary', SECRET, {
      proxyFor: ({ host }) => (host === 'ops.example' ? 'http://127.0.0.1:1' : null),
    }).send('ops', noticeWith());
    expect(proxied).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('no answer from ops.example') as string,
    });
    const open = receiversHere(
      { channel: 'webhook', settings: { url: { env: 'URL' }, secret: { env: 'SECRET' } } },
      { URL: 'http://ops.example/canary', SECRET },
    );
    expect(await open.send('ops', noticeWith())).toMatchObject({
      why: 'the URL must be https; only this machine may be reached by http',
    });
  });
});
