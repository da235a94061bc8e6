import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTo, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConnection } from '../../src/config/proxy-config.js';
import type { ConnectionOverrides } from '../../src/temporal/connect.js';
import {
  connectClient,
  loadConnectionOptions,
  TemporalUnreachableError,
  workerConnectionOptions,
} from '../../src/temporal/connect.js';
import { freePort } from '../../src/temporal/dev-server/free-port.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';

let server: DevServer;

beforeAll(async () => {
  server = await createDevServer();
});

afterAll(() => server.stop());

const connect = (overrides: ConnectionOverrides, deadlineMs?: number) =>
  connectClient(loadConnectionOptions(overrides, {}), { deadlineMs });

async function listen(listener: Server): Promise<string> {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());
  return `127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

async function failure(
  overrides: ConnectionOverrides,
  deadlineMs?: number,
): Promise<TemporalUnreachableError> {
  const error: unknown = await connect(overrides, deadlineMs).catch((caught: unknown) => caught);
  if (error instanceof TemporalUnreachableError) return error;
  throw new Error('it should have been unreachable', { cause: error });
}

test('a client of a server that answers can be used at once', async () => {
  const connected = await connect({ address: server.address });
  onTestFinished(() => connected.close());
  expect(connected).toMatchObject({ address: server.address, namespace: 'default' });
  const handle = await connected.client.workflow.start('anything', {
    taskQueue: 'nobody',
    workflowId: 'one',
  });
  expect((await handle.describe()).status.name).toBe('RUNNING');
});

describe('through a proxy', () => {
  /** A proxy that opens every tunnel to the server, whatever name it is asked for. */
  async function startProxy(): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const proxy = createHttpServer();
    const [host, port] = server.address.split(':');
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const upstream = connectTo(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [upstream, socket]) end.on('error', () => (upstream.destroy(), socket.destroy()));
    });
    return { url: `http://user:pass@${await listen(proxy)}`, asked };
  }

  test('clients and workers reach Temporal in the same way', async () => {
    const { url, asked } = await startProxy();
    const settings = loadConnection({ address: 'temporal.example:7233' }, { HTTPS_PROXY: url });
    const connected = await connectClient(settings);
    onTestFinished(() => connected.close());
    const native = await NativeConnection.connect(workerConnectionOptions(settings));
    onTestFinished(() => native.close());
    const expected = `temporal.example:7233 Basic ${Buffer.from('user:pass').toString('base64')}`;
    expect(new Set(asked)).toEqual(new Set([expected]));
  });

  test('a client opens one connection for its first call and all later ones', async () => {
    const { url, asked } = await startProxy();
    const settings = loadConnection({ address: 'temporal.example:7233' }, { HTTPS_PROXY: url });
    const connected = await connectClient(settings);
    onTestFinished(() => connected.close());
    await connected.client.workflowService.getSystemInfo({});
    expect(asked).toHaveLength(1);
  });

  test('an error names the proxy and its variable, and no password', async () => {
    const url = `http://user:secret-word@127.0.0.1:${await freePort('127.0.0.1')}`;
    const settings = loadConnection({ address: 'temporal.example:7233' }, { all_proxy: url });
    const error = await connectClient(settings).catch((caught: unknown) => caught);
    const { message } = error as Error;
    expect(message).toMatch(
      /^Temporal at temporal.example:7233 \(through the proxy 127.0.0.1:\d+, from all_proxy\) cannot be reached/,
    );
    expect(message).toContain('or add temporal.example to NO_PROXY');
    expect(message).not.toContain('secret-word');
  });

  test('this machine is reached without, also if gRPC itself would obey the variable', async () => {
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
    onTestFinished(() => void vi.unstubAllEnvs());
    const settings = loadConnection({ address: server.address }, process.env);
    await (await connectClient(settings)).close();
    await (await createDevServer()).stop();
  });
});

describe('Temporal cannot be used', () => {
  test('a refused connection is said plainly, with what was tried and what to do', async () => {
    const address = `127.0.0.1:${await freePort('127.0.0.1')}`;
    const error = await failure({ address });
    expect(error.reason).toBe('no-answer');
    const [first, ...rest] = error.message.split('\n');
    expect(first).toBe(`Temporal at ${address} cannot be reached: connection refused.`);
    expect(rest.slice(0, 6)).toEqual([
      `  address    ${address} (from --address)`,
      '  namespace  default (from default)',
      '  TLS        off (from default)',
      '  API key    none',
      '  DNS        127.0.0.1',
      '  TCP        connection refused',
    ]);
    expect(rest.at(-1)).toBe(
      'Start one on this machine with `ax-tasks dev`, or set TEMPORAL_ADDRESS to the address of your server.',
    );
  });

  test('a host that does not exist is said to be none', async () => {
    const error = await failure({ address: 'no-such-host.invalid:7233' });
    expect(error.reason).toBe('no-answer');
    expect(error.message).toMatch(/^ {2}DNS {8}(unknown host|the DNS server does not answer)$/m);
  });

  test('a namespace that does not exist is named, with the command that creates it', async () => {
    const error = await failure({ address: server.address, namespace: 'evals' });
    expect(error.reason).toBe('no-namespace');
    expect(error.message).toContain(`Temporal at ${server.address} has no namespace "evals".`);
    expect(error.message).toContain('temporal operator namespace create --namespace evals');
  });

  test('TLS against a server without it is suspected', async () => {
    const error = await failure({ address: server.address, tls: true });
    expect(error.reason).toBe('no-answer');
    expect(error.message).toContain('although the port accepts connections');
    expect(error.message).toContain('set TEMPORAL_TLS=false');
  });

  test('a server that accepts and never answers is given up after the deadline', async () => {
    const address = await listen(createServer(() => {}));
    const error = await failure({ address }, 200);
    expect(error.reason).toBe('no-answer');
    expect(error.message).toContain('although the port accepts connections');
    expect(error.message).toContain('set TEMPORAL_TLS=true');
  });

  test('a web server is no Temporal service', async () => {
    const address = await listen(createHttpServer((_request, response) => response.writeHead(404).end()));
    const error = await failure({ address }, 2_000);
    expect(error.message).toContain(address);
    expect(error.message).toContain('otherwise check that TEMPORAL_ADDRESS is its gRPC port');
  });

  test('neither the API key nor a header is in the error', async () => {
    const secrets = { apiKey: 'canary-key', grpcMeta: ['x-token=canary-token'], tls: false };
    const error = await failure({ address: server.address, namespace: 'evals', ...secrets });
    expect(error.message).toContain('API key    set (from --api-key)');
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
  });
});
