import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/index.js';
import { startHttpServer, startTcpServer } from '../support/http-server.js';
import { clientOf, KEY, rejection, RUN, TASK } from './support.js';

const BODY_CANARY = 'canary-of-our-own-body';

/** Everything that a logger, a history or a person could see of an error. */
const allOf = (error: Error): string =>
  [
    error.message,
    error.stack,
    JSON.stringify(error),
    JSON.stringify(error, Object.getOwnPropertyNames(error)),
    inspect(error, { depth: 20, showHidden: true, getters: true }),
  ].join('\n');

const trigger = (client: AxClient) =>
  client.postTrigger(
    { id: TASK, type: 'RUN_EXPERIMENT', projectId: null, datasetId: 'd' },
    { experimentName: 'e', queryFilter: BODY_CANARY },
  );

async function expectNoSecret(client: AxClient): Promise<void> {
  for (const call of [() => client.getRun({ runId: RUN }), () => trigger(client)]) {
    const shown = allOf(await rejection(call()));
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(BODY_CANARY);
    expect(shown.toLowerCase()).not.toContain('authorization');
  }
}

describe('neither the key nor our own body is in an error', () => {
  test.each([200, 301, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 502])(
    'of status %i',
    async (status) => {
      const server = await startHttpServer(() => ({ status, text: '{"title":"x"}' }));
      await expectNoSecret(clientOf(server.baseUrl));
    },
  );

  test.each(['', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{', 'nonsense\r\n\r\n'])(
    'of a connection that ends after %j',
    async (start) => {
      const { baseUrl } = await startTcpServer((socket) => socket.once('data', () => socket.end(start)));
      await expectNoSecret(clientOf(baseUrl));
    },
  );

  test('of a request that never left', async () => {
    await expectNoSecret(clientOf('https://no-such-host.invalid'));
  });

  test('of a client that was closed', async () => {
    const client = clientOf('http://127.0.0.1:1');
    await client.close();
    const error = await rejection(client.getRun({ runId: RUN }));
    expect(error).toMatchObject({ name: 'NotSentError' });
    expect(allOf(error)).not.toContain(KEY);
  });
});

describe('a server that sends our headers back', () => {
  test('among its own headers has the key struck out', async () => {
    const headers = { location: `https://${KEY}.example/`, 'x-request-id': KEY };
    const server = await startHttpServer(() => ({ status: 302, headers }));
    const shown = allOf(await rejection(clientOf(server.baseUrl).getRun({ runId: RUN })));
    expect(shown).not.toContain(KEY);
    expect(shown).toContain('[redacted]');
  });

  test.each<[string, (key: string) => string]>([
    ['in a page', (key) => `<html><h1>502</h1><pre>Bearer ${key}</pre></html>`],
    ['in the detail', (key) => JSON.stringify({ title: key, detail: `Bearer ${key}`, request_id: key })],
    [
      'deep in further members',
      (key) => JSON.stringify({ title: 't', debug: { headers: [{ [key]: key }] } }),
    ],
    ['as a text', (key) => JSON.stringify(`got Bearer ${key}`)],
  ])('%s has the key struck out', async (_title, echo) => {
    const server = await startHttpServer(({ headers }) => {
      const key = (headers.authorization ?? '').replace('Bearer ', '');
      return { status: 502, text: echo(key) };
    });
    const client = clientOf(server.baseUrl);
    for (const call of [client.getRun({ runId: RUN }), trigger(client)]) {
      const shown = allOf(await rejection(call));
      expect(shown).not.toContain(KEY);
      expect(shown).toContain('[redacted]');
    }
  });
});

test('a key that no header takes is refused without being shown', () => {
  let error: unknown;
  try {
    new AxClient({ baseUrl: 'https://api.arize.com', apiKey: `${KEY}\r\nX-Evil: 1` });
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ name: 'InvalidInputError' });
  expect(allOf(error as Error)).not.toContain(KEY);
});

test('a client shows nothing of its key when it is printed', async () => {
  const client = clientOf('http://127.0.0.1:1');
  expect(inspect(client, { depth: 20, showHidden: true })).not.toContain(KEY);
  expect(JSON.stringify(client)).not.toContain(KEY);
  await client.close();
});
