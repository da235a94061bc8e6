import { request } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { defaultPayloadConverter } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCodecServer } from '../../src/temporal/codec-server/start-codec-server.js';
import type { CodecServer } from '../../src/temporal/codec-server/start-codec-server.js';
import { newKeyLine, readKeyLine } from '../../src/temporal/encryption/encryption-key.js';

const UI = 'http://localhost:8233';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const payload = { metadata: { encoding: base64('json/plain') }, data: base64('"canary"') };
const JSON_TYPE = { 'content-type': 'application/json' };

let server: CodecServer;

beforeAll(async () => {
  const key = readKeyLine(newKeyLine('k1'));
  if (key === null) throw new Error('no key');
  server = await startCodecServer({ keys: [key], host: '127.0.0.1', port: 0, uiOrigin: UI });
});
afterAll(() => server.stop());

interface Answered {
  status: number | undefined;
  headers: Readonly<Record<string, unknown>>;
  text: string;
}

/** Not by `fetch`, which keeps the origin to itself. */
async function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<Answered> {
  const sent = request(`${server.url}${path}`, { method, headers, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [
    AsyncIterable<Buffer> & Answered & { statusCode: number },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

const post = (path: string, payloads: unknown, origin = UI): Promise<Answered> =>
  send('POST', path, { ...JSON_TYPE, origin, 'x-namespace': 'default' }, JSON.stringify({ payloads }));

test('what it encodes it decodes again, in the JSON of protobuf', async () => {
  const encoded = await post('/encode', [payload]);
  expect(encoded.status).toBe(200);
  const { payloads } = JSON.parse(encoded.text) as { payloads: (typeof payload)[] };
  expect(Buffer.from(payloads[0]?.metadata.encoding ?? '', 'base64').toString()).toBe('binary/encrypted');
  expect(encoded.text).not.toContain(payload.data);
  const decoded = await post('/decode?namespace=default', payloads);
  expect(JSON.parse(decoded.text)).toEqual({ payloads: [payload] });
  expect(decoded.headers).toMatchObject({
    'access-control-allow-origin': UI,
    'access-control-allow-credentials': 'true',
    vary: 'origin',
    'cache-control': 'no-store',
  });
});

test('payloads that are not encrypted, or empty, are decoded as they are', async () => {
  const { metadata } = defaultPayloadConverter.toPayload(undefined);
  const empty = { metadata: { encoding: base64(Buffer.from(metadata?.['encoding'] ?? []).toString()) } };
  const decoded = await post('/decode', [payload, empty, {}]);
  expect(JSON.parse(decoded.text)).toEqual({
    payloads: [payload, { ...empty, data: '' }, { metadata: {}, data: '' }],
  });
});

test('a preflight from the web interface is allowed what the web interface sends', async () => {
  const asked = { origin: UI, 'access-control-request-method': 'POST' };
  const { status, headers, text } = await send('OPTIONS', '/decode', asked);
  expect({ status, text }).toEqual({ status: 204, text: '' });
  expect(headers).toMatchObject({
    'access-control-allow-origin': UI,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, x-namespace, authorization',
  });
});

test('a program without an origin, such as the temporal CLI, is answered', async () => {
  const { status, headers } = await send('POST', '/decode', JSON_TYPE, '{"payloads": []}');
  expect(status).toBe(200);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

describe('it refuses', () => {
  test.each([
    'http://evil.example',
    'null',
    'http://localhost:8234',
    `${UI}.evil.example`,
    'https://localhost:8233',
  ])('the origin %s, also in a preflight', async (origin) => {
    for (const [method, body] of [
      ['POST', '{"payloads": []}'],
      ['OPTIONS', ''],
    ] as const) {
      const { status, headers, text } = await send(method, '/decode', { ...JSON_TYPE, origin }, body);
      expect(status).toBe(403);
      expect(text).toContain(`Only requests from ${UI} are allowed`);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test.each([
    ['GET', '/decode', 405, 'POST'],
    ['PUT', '/encode', 405, 'POST'],
    ['GET', '/', 404, '/encode and /decode'],
    ['POST', '/decode/', 404, '/encode and /decode'],
    ['POST', '/constructor', 404, '/encode and /decode'],
  ])('%s %s with %i', async (method, path, status, words) => {
    const answered = await send(method, path, JSON_TYPE, method === 'POST' ? '{"payloads": []}' : '');
    expect(answered.status).toBe(status);
    expect((JSON.parse(answered.text) as { message: string }).message).toContain(words);
  });

  test.each([
    ['canary{', 'the body is not JSON'],
    ['[]', 'the body is not an object'],
    ['{"payloads": {}}', '"payloads" is not an array'],
    ['{"payloads": ["canary"]}', 'payloads[0] is not an object'],
    ['{"payloads": [{"data": "%canary"}]}', 'payloads[0].data is not base64'],
    ['{"payloads": [{"metadata": {"x": 5}}]}', 'payloads[0].metadata is not base64'],
  ])('the body %s, and says why without repeating it', async (body, message) => {
    const { status, text } = await send('POST', '/decode', JSON_TYPE, body);
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({ message });
  });

  test('a key that it does not have, by its id', async () => {
    const metadata = {
      encoding: base64('binary/encrypted'),
      'encryption-cipher': base64('AES-256-GCM'),
      'encryption-key-id': base64('k9'),
    };
    const { status, text } = await post('/decode', [{ metadata, data: base64('x'.repeat(40)) }]);
    expect(status).toBe(400);
    expect(text).toContain('\\"k9\\"');
  });

  test('another content type, which a page could send without a preflight', async () => {
    expect((await send('POST', '/decode', { 'content-type': 'text/plain' }, '{"payloads": []}')).status).toBe(
      415,
    );
  });

  test('a body over 8 MiB', async () => {
    const { status, text } = await send('POST', '/decode', JSON_TYPE, ' '.repeat(8 * 1024 * 1024 + 1));
    expect(status).toBe(413);
    expect(text).toContain('8 MiB');
  });
});

test('a connection that breaks in the middle of a body does not end it', async () => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    'POST /decode HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  await once(socket, 'connect');
  socket.destroy();
  expect((await post('/decode', [])).status).toBe(200);
});
