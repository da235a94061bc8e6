import { createServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listen, startHttpServer, startTcpServer } from '../support/http-server.js';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../support/loopback-certificate.js';
import {
  answering,
  clientOf,
  KEY,
  rejection,
  RUN,
  SPACE,
  TASK,
  wirePage,
  wireRun,
  wireTask,
} from './support.js';

const WINDOW = { dataStartTime: '2026-11-01T00:00:00Z', dataEndTime: '2026-11-02T00:00:00Z' };
const PROJECT_TASK = { id: TASK, type: 'TEMPLATE_EVALUATION', projectId: 'p', datasetId: null };

describe('connections', () => {
  test('looks share a connection; every trigger has one of its own, which is closed afterwards', async () => {
    const { client, server } = await answering({ json: wireRun() });
    for (let turn = 0; turn < 2; turn += 1) {
      await client.getRun({ runId: RUN });
      await client.postTrigger(PROJECT_TASK, WINDOW);
    }
    const [look1, post1, look2, post2] = server.received.map(({ connection }) => connection);
    expect(look1).toBe(look2);
    expect(new Set([look1, post1, post2]).size).toBe(3);
  });

  test('a trigger survives that the server closed the kept-alive connection of the looks', async () => {
    const { client, server } = await answering({ json: wireRun(), headers: { connection: 'close' } });
    await client.getRun({ runId: RUN });
    await client.postTrigger(PROJECT_TASK, WINDOW);
    expect(server.received).toHaveLength(2);
  });

  test('many looks at once all come back', async () => {
    const { client } = await answering({ json: wireRun() });
    const runs = await Promise.all(Array.from({ length: 200 }, () => client.getRun({ runId: RUN })));
    expect(runs).toHaveLength(200);
  });

  test('close lets a request under way end', async () => {
    const server = await startHttpServer(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return { json: wireRun() };
    });
    const client = clientOf(server.baseUrl);
    const run = client.getRun({ runId: RUN });
    await client.close();
    expect(await run).toMatchObject({ id: RUN });
  });
});

describe('a request on the wire', () => {
  test('names this project and carries the key as a bearer token', async () => {
    const { client, server } = await answering({ json: wireRun() });
    await client.getRun({ runId: RUN });
    expect(server.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      accept: 'application/json, application/problem+json',
      'user-agent': expect.stringMatching(/^ax-tasks-temporal\/\d/) as string,
      'sdk-package-name': 'ax-tasks-temporal',
      'sdk-language': 'typescript',
    });
  });

  test('has its IDs percent-encoded', async () => {
    const id = Buffer.from('TaskRun:9:>>>?').toString('base64');
    expect(id).toMatch(/[/+=]/);
    const { client, server } = await answering({ json: wireRun({ id }) });
    await client.getRun({ runId: id });
    expect(server.received[0]?.url).toBe(`/v2/task-runs/${encodeURIComponent(id)}`);
  });

  test('keeps the path prefix of the base URL', async () => {
    const { server } = await answering({ json: wireRun() });
    await clientOf(`${server.baseUrl}/gateway/ax/`).getRun({ runId: RUN });
    expect(server.received[0]?.url).toBe(`/gateway/ax/v2/task-runs/${encodeURIComponent(RUN)}`);
  });

  test('of a cancel has no body', async () => {
    const { client, server } = await answering({ json: wireRun({ status: 'CANCELLED' }) });
    expect(await client.cancelRun({ runId: RUN })).toMatchObject({ status: 'CANCELLED' });
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      body: '',
      headers: { 'content-length': '0' },
    });
    expect(server.received[0]?.headers).not.toHaveProperty('content-type');
  });

  test('a delete takes 204 without a body', async () => {
    const { client, server } = await answering({ status: 204 });
    expect(await client.deleteTask({ task: TASK })).toBeUndefined();
    expect(server.received).toMatchObject([
      { method: 'DELETE', url: `/v2/tasks/${encodeURIComponent(TASK)}` },
    ]);
  });
});

describe('TLS and proxies', () => {
  const startTls = async () => {
    const server = createTlsServer(
      { cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY },
      (_request, response) => {
        response.end(JSON.stringify(wireRun()));
      },
    );
    return listen(server, 'https');
  };

  test('a certificate authority of its own is trusted when given', async () => {
    const client = clientOf(await startTls(), { ca: LOOPBACK_CERTIFICATE });
    expect(await client.getRun({ runId: RUN })).toMatchObject({ id: RUN });
    expect(await client.postTrigger(PROJECT_TASK, WINDOW)).toMatchObject({ id: RUN });
  });

  /** A proxy that opens tunnels; what it was asked for, with the credentials it got. */
  const startProxy = async () => {
    const tunnels: { target: string; authorization: string | undefined }[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      tunnels.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on('error', () => (upstream.destroy(), socket.destroy()));
    });
    return { proxyUrl: await listen(proxy), tunnels };
  };

  test('a proxy tunnels looks and triggers, with its own credentials', async () => {
    const [baseUrl, proxy] = [await startTls(), await startProxy()];
    const proxyUrl = proxy.proxyUrl.replace('http://', 'http://user:pass@');
    const client = clientOf(baseUrl, { ca: LOOPBACK_CERTIFICATE, proxyUrl });
    for (let turn = 0; turn < 6; turn += 1) await client.getRun({ runId: RUN });
    const forLooks = proxy.tunnels.length;
    expect(forLooks).toBeLessThan(6);
    await client.postTrigger(PROJECT_TASK, WINDOW);
    expect(proxy.tunnels).toHaveLength(forLooks + 1);
    const target = baseUrl.replace('https://', '');
    const authorization = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    for (const tunnel of proxy.tunnels) expect(tunnel).toEqual({ target, authorization });
  });

  test('a look given up while its connection was made is not sent once it stands', async () => {
    const { server } = await answering({ json: wireRun() });
    const tunnels: (() => void)[] = [];
    const proxy = createServer();
    const firstAsked = new Promise<void>((resolve) => {
      proxy.on('connect', (request, socket) => {
        const [host, port] = (request.url ?? '').split(':');
        const open = () => {
          const upstream = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
          upstream.pipe(socket).pipe(upstream);
        };
        if (tunnels.push(open) > 1) open();
        resolve();
      });
    });
    const client = clientOf(server.baseUrl, { proxyUrl: await listen(proxy) });
    const abort = new AbortController();
    const givenUp = rejection(client.getRun({ runId: 'id:given-up' }, { signal: abort.signal }));
    await firstAsked;
    abort.abort();
    expect(await givenUp).toMatchObject({ name: 'NotSentError', aborted: true });
    tunnels[0]?.();
    for (let turn = 0; turn < 3; turn += 1) await client.getRun({ runId: RUN });
    const urls = new Set(server.received.map(({ url }) => url));
    expect(urls).toEqual(new Set([`/v2/task-runs/${encodeURIComponent(RUN)}`]));
  });

  test('a proxy that refuses the tunnel means: not sent', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    );
    const [proxyUrl, proxyVariable] = [await listen(proxy), 'HTTPS_PROXY'];
    const client = clientOf('https://api.example', { proxyUrl, proxyVariable });
    for (const call of [client.getRun({ runId: RUN }), client.postTrigger(PROJECT_TASK, WINDOW)]) {
      const error = await rejection(call);
      expect(error).toMatchObject({ name: 'NotSentError' });
      expect(error.message).toContain('407');
      expect(error.message).toContain(`through the proxy ${new URL(proxyUrl).host} (HTTPS_PROXY)`);
    }
  });

  test('a proxy that drops the connection means: not sent, and it is not asked again and again', async () => {
    let connections = 0;
    const { baseUrl: proxyUrl } = await startTcpServer((socket) => {
      connections += 1;
      socket.once('data', () => socket.end());
    });
    const client = clientOf('https://api.example', { proxyUrl });
    expect(await rejection(client.getRun({ runId: RUN }))).toMatchObject({ name: 'NotSentError' });
    expect(await rejection(client.postTrigger(PROJECT_TASK, WINDOW))).toMatchObject({ name: 'NotSentError' });
    expect(connections).toBe(2);
  });
});

describe('the test server itself', () => {
  test('tells connections apart', async () => {
    const { server } = await answering(wirePage('tasks', [wireTask({ space_id: SPACE })]));
    const ask = () =>
      new Promise<void>((resolve, reject) => {
        const call = httpRequest(`${server.baseUrl}/x`, { agent: false }, (response) => {
          response.resume().on('end', resolve);
        });
        call.on('error', reject).end();
      });
    await ask();
    await ask();
    expect(new Set(server.received.map(({ connection }) => connection)).size).toBe(2);
  });
});
