import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { AxClient, AxError } from '../../src/ax/index.js';
import { startHttpServer, startTcpServer, listen } from '../support/http-server.js';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../support/loopback-certificate.js';
import { answering, clientOf, rejection, RUN, TASK, wireRun } from './support.js';

const trigger = (client: AxClient, signal?: AbortSignal) =>
  client.postTrigger(
    { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null },
    { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' },
    signal === undefined ? {} : { signal },
  );
const look = (client: AxClient, signal?: AbortSignal) =>
  client.getRun({ runId: RUN }, signal === undefined ? {} : { signal });

/** Both a look and a trigger against the same fault. */
async function both(client: AxClient): Promise<{ looked: AxError; triggered: AxError }> {
  const [looked, triggered] = await Promise.all([rejection(look(client)), rejection(trigger(client))]);
  return { looked: looked as AxError, triggered: triggered as AxError };
}

describe('a request that never left is a NotSentError, trigger or not', () => {
  const expectNotSent = async (baseUrl: string, reason: RegExp, limits = {}) => {
    const { looked, triggered } = await both(clientOf(baseUrl, { limits }));
    for (const error of [looked, triggered]) {
      expect(error).toMatchObject({ name: 'NotSentError', kind: 'AxNotSent', status: null });
      expect(error.message).toMatch(reason);
    }
  };

  test('refused connection', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
    await new Promise((resolve) => server.close(resolve));
    await expectNotSent(
      `http://127.0.0.1:${port}`,
      /the request was not sent to .*the connection was refused/,
    );
  });

  test('unknown host', () =>
    expectNotSent('https://no-such-host.invalid', /name resolution|could not be resolved/));

  test('a certificate that nobody trusts', async () => {
    const server = createTlsServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY });
    await expectNotSent(await listen(server, 'https'), /TLS failed .*ARIZE_SSL_CA_CERT/);
  });

  test('TLS towards a server that speaks none', async () => {
    const { baseUrl } = await startTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expectNotSent(baseUrl.replace('http:', 'https:'), /TLS failed/);
  });

  test('a connection that is dropped during the TLS handshake', async () => {
    const { baseUrl } = await startTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expectNotSent(baseUrl.replace('http:', 'https:'), /the request was not sent/);
  });

  test('a TLS handshake without end', async () => {
    const { baseUrl } = await startTcpServer(() => undefined);
    await expectNotSent(baseUrl.replace('http:', 'https:'), /the connection timed out/, {
      connectMs: 50,
    });
  });
});

describe('a connection lost after sending is broken for a look and ambiguous for a trigger', () => {
  test.each<[string, (write: (text: string) => void, end: () => void, reset: () => void) => void]>([
    ['closed without an answer', (_write, end) => end()],
    ['reset without an answer', (_write, _end, reset) => reset()],
    ['half a head', (write, end) => (write('HTTP/1.1 201 Cre'), end())],
    [
      'half a body',
      (write, end) => (write('HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"id":'), end()),
    ],
    [
      'a broken chunk',
      (write, end) => (write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'), end()),
    ],
    ['something that is not HTTP', (write, end) => (write('SSH-2.0-OpenSSH_9.6\r\n'), end())],
    [
      'an upgrade nobody asked for',
      (write, end) => (
        write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
        end()
      ),
    ],
  ])('%s', async (_title, answer) => {
    const { baseUrl } = await startTcpServer((socket) => {
      socket.once('data', () =>
        answer(
          (text) => socket.write(text),
          () => socket.end(),
          () => socket.resetAndDestroy(),
        ),
      );
    });
    const { looked, triggered } = await both(clientOf(baseUrl));
    expect(looked).toMatchObject({ name: 'BrokenAnswerError', kind: 'AxBrokenAnswer' });
    expect(triggered).toMatchObject({ name: 'AmbiguousError', kind: 'AxAmbiguous' });
    expect(triggered.message).toContain('It is not known whether the request to trigger task');
  });

  test('a success whose body breaks off says that the service had answered', async () => {
    const { baseUrl } = await startTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{"id":'));
    });
    const error = await rejection(trigger(clientOf(baseUrl)));
    expect(error).toMatchObject({ name: 'AmbiguousError', status: 201 });
  });

  test('a refusal whose body breaks off stays a refusal', async () => {
    const { baseUrl } = await startTcpServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 422 No\r\nContent-Length: 100\r\n\r\n{"title":'));
    });
    const { looked, triggered } = await both(clientOf(baseUrl));
    expect(looked).toMatchObject({ name: 'UnprocessableError', status: 422 });
    expect(triggered).toMatchObject({ name: 'UnprocessableError', status: 422 });
  });
});

describe('each time limit ends the request', () => {
  test.each<[string, string, object, RegExp]>([
    ['no head', '', { headersMs: 50 }, /no response came in time/],
    [
      'a body that stops',
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{',
      { bodyMs: 50 },
      /stopped before its end/,
    ],
    // Long enough to connect on a busy machine: until then nothing is sent, and nothing broken.
    ['the whole', '', { requestMs: 1000 }, /did not complete within 1000 ms/],
  ])('%s', async (_title, start, limits, reason) => {
    const { baseUrl } = await startTcpServer((socket) => {
      socket.once('data', () => socket.write(start));
    });
    const { looked, triggered } = await both(clientOf(baseUrl, { limits }));
    expect(looked).toMatchObject({ name: 'BrokenAnswerError' });
    expect(looked.message).toMatch(reason);
    expect(triggered).toMatchObject({ name: 'AmbiguousError' });
    expect(triggered.message).toMatch(reason);
  });

  test('a body that drips without end', async () => {
    const { baseUrl } = await startTcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const drip = setInterval(() => socket.write(' '), 5);
        socket.on('close', () => clearInterval(drip));
      });
    });
    const error = await rejection(look(clientOf(baseUrl, { limits: { requestMs: 200, bodyMs: 5000 } })));
    expect(error).toMatchObject({ name: 'BrokenAnswerError', status: 200 });
  });
});

describe('an answer that is not what the contract says', () => {
  const huge = JSON.stringify(wireRun({ note: 'x'.repeat(200_000) }));
  test.each([
    ['empty', '', /is empty/],
    ['an HTML page', '<html>Log in</html>', /is not JSON/],
    ['cut off', '{"id": "a", ', /is not JSON/],
    ['NaN counts', JSON.stringify(wireRun()).replace('"num_errors":0', '"num_errors":NaN'), /is not JSON/],
    ['counts in words', JSON.stringify(wireRun({ num_errors: 'NaN' })), /num_errors/],
    [
      'infinite counts',
      JSON.stringify(wireRun()).replace('"num_errors":0', '"num_errors":1e999'),
      /num_errors/,
    ],
    ['negative counts', JSON.stringify(wireRun({ num_errors: -1 })), /num_errors/],
    ['without an id', JSON.stringify(wireRun({ id: undefined })), /id: /],
    ['an empty id', JSON.stringify(wireRun({ id: '' })), /id: /],
    ['without a status', JSON.stringify(wireRun({ status: null })), /status/],
    ['a list', '[]', /response: /],
    ['20,000 levels deep', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, /nested deeper than 100/],
    ['too large', huge, /larger than 100000 bytes/],
  ])('%s is broken for a look and ambiguous for a trigger', async (_title, text, reason) => {
    const { client } = await answering({ status: 201, text }, { limits: { maxResponseBytes: 100_000 } });
    const { looked, triggered } = await both(client);
    expect(looked).toMatchObject({ name: 'BrokenAnswerError', status: 201 });
    expect(looked.message).toMatch(reason);
    expect(triggered).toMatchObject({ name: 'AmbiguousError', status: 201 });
  });

  test('bad UTF-8 is a broken answer', async () => {
    const server = await startHttpServer((_request, response) => {
      response.end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]));
      return undefined;
    });
    expect((await rejection(look(clientOf(server.baseUrl)))).message).toContain('not UTF-8');
  });

  test.each([
    ['a byte order mark', `\uFEFF${JSON.stringify(wireRun())}`],
    ['a member twice', JSON.stringify(wireRun()).replace('{', '{"id":"first",')],
  ])('%s does no harm', async (_title, text) => {
    const { client } = await answering({ text });
    expect(await look(client)).toMatchObject({ id: RUN });
  });

  test('a hostile id of a server never becomes a path', async () => {
    const { client, server } = await answering({ json: { tasks: [{ id: '../../spaces', name: 'n' }] } });
    await rejection(client.getTask({ task: 'n', space: 'id:s' }));
    await rejection(client.deleteTask({ task: 'n', space: 'id:s' }));
    expect(server.received.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(server.received.map(({ url }) => url.split('?')[0])).toEqual(['/v2/tasks', '/v2/tasks']);
  });
});

describe('a cancelled call', () => {
  test('that was cancelled before it began is not sent', async () => {
    const { client, server } = await answering({ json: wireRun() });
    for (const call of [look, trigger]) {
      expect(await rejection(call(client, AbortSignal.abort()))).toMatchObject({
        name: 'NotSentError',
        aborted: true,
      });
    }
    expect(server.received).toEqual([]);
  });

  test('that still waits for its connection is not sent, not even later', async () => {
    const bytes: Buffer[] = [];
    const { baseUrl } = await startTcpServer((socket) => socket.on('data', (chunk) => bytes.push(chunk)));
    const client = clientOf(baseUrl.replace('http:', 'https:'), { limits: { connectMs: 100 } });
    const abort = new AbortController();
    const call = rejection(trigger(client, abort.signal));
    abort.abort();
    expect(await call).toMatchObject({ name: 'NotSentError', aborted: true });
    expect(Buffer.concat(bytes).includes('POST')).toBe(false);
  });

  test.each<[string, typeof look, string]>([
    ['a look is broken', look, 'BrokenAnswerError'],
    ['a trigger is ambiguous', trigger, 'AmbiguousError'],
  ])('that was under way: %s', async (_title, call, name) => {
    const abort = new AbortController();
    const server = await startHttpServer(() => {
      abort.abort();
      return undefined;
    });
    const error = await rejection(call(clientOf(server.baseUrl), abort.signal));
    expect(error).toMatchObject({ name, aborted: true });
  });
});
