import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { devServerArgs } from '../../src/temporal/dev-server/dev-server-args.js';
import type { StartDevServerOptions } from '../../src/temporal/start-dev-server.js';
import { startDevServer } from '../../src/temporal/start-dev-server.js';
import { forkTypeScript } from './support/fork-typescript.js';
import { isAlive } from './support/is-alive.js';

const executable = inject('temporalCliPath');

async function start(options: Partial<StartDevServerOptions> = {}) {
  const server = await startDevServer({ executable, graceMs: 500, ...options });
  onTestFinished(() => server.stop());
  return server;
}

async function connect(address: string, namespace = 'default'): Promise<Client> {
  const connection = await Connection.connect({ address });
  onTestFinished(() => connection.close());
  return new Client({ connection, namespace });
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dev-server-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('a running dev server', () => {
  test('answers gRPC, knows its namespace, shows its web interface, and is gone after stop', async () => {
    const server = await start({ namespace: 'evaluations', uiPort: 0 });
    expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const client = await connect(server.address, 'evaluations');
    const described = await client.workflowService.describeNamespace({ namespace: 'evaluations' });
    expect(described.namespaceInfo?.name).toBe('evaluations');
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    await server.exited;
    await server.stop();
  });

  test('fires timers of less than a second in time: ten of them are over before one of five seconds', async () => {
    const { address } = await start();
    const connection = await NativeConnection.connect({ address });
    const workflowsPath = fileURLToPath(new URL('support/short-timers.workflows.ts', import.meta.url));
    const worker = await Worker.create({ connection, taskQueue: 'timers', workflowsPath });
    const { workflow } = await connect(address);
    const race = workflow.execute('raceTimers', { taskQueue: 'timers', workflowId: 'race' });
    expect(await worker.runUntil(race)).toBe('ten short ones');
    await connection.close();
  });

  test('has no web interface unless asked for one', async () => {
    expect((await start({ graceMs: 0 })).uiUrl).toBeNull();
  });

  test('with a file finds its workflows again after a restart', async () => {
    const dbFilename = join(await temporaryFolder(), 'temporal.db');
    const first = await start({ dbFilename });
    const options = { taskQueue: 'nobody', workflowId: 'kept' };
    await (await connect(first.address)).workflow.start('anything', options);
    await first.stop();
    const second = await start({ dbFilename });
    const found = await (await connect(second.address)).workflow.getHandle('kept').describe();
    expect(found.status.name).toBe('RUNNING');
  });

  test('with a file loses nothing that it acknowledged when it is killed with SIGKILL', async () => {
    const dbFilename = join(await temporaryFolder(), 'temporal.db');
    const first = await start({ dbFilename });
    // Without retries, which would try the killed server for half a minute.
    const connection = await Connection.connect({ address: first.address, interceptors: [] });
    onTestFinished(() => connection.close());
    const client = new Client({ connection });
    const kept: string[] = [];
    const startOne = async (workflowId: string) => {
      await client.workflow.start('anything', { taskQueue: 'nobody', workflowId });
      if (kept.push(workflowId) === 10) process.kill(first.pid, 'SIGKILL');
    };
    await Promise.allSettled(Array.from({ length: 30 }, (_, at) => startOne(`kept-${at}`)));
    await first.exited;
    expect(existsSync(`${dbFilename}-wal`)).toBe(true);
    const { workflow } = await connect((await start({ dbFilename })).address);
    const found = await Promise.all(kept.map((id) => workflow.getHandle(id).describe()));
    expect(found.map(({ workflowId }) => workflowId)).toEqual(kept);
  });

  test('gets neither keys nor settings of a client from the environment', async () => {
    const folder = await temporaryFolder();
    const wrapper = join(folder, 'temporal');
    await writeFile(wrapper, `#!/bin/sh\nenv > ${folder}/seen\necho $(cat ${folder}/seen)\nexit 1\n`);
    await chmod(wrapper, 0o755);
    const env = { PATH: '/usr/bin:/bin', TEMPORAL_NAMESPACE: 'elsewhere', ARIZE_API_KEY: 'canary' };
    const started = startDevServer({ executable: wrapper, env });
    await expect(started).rejects.toThrow('PATH=/usr/bin:/bin');
    await expect(started).rejects.not.toThrow(/canary|elsewhere/);
  });
});

test.each(['full', 'normal'] as const)(
  'keeps a file with a write-ahead log and synchronous=%s',
  (synchronous) => {
    const at = { ip: '127.0.0.1', port: 1, uiPort: null, namespace: 'default', logLevel: 'error' };
    const args = devServerArgs({ ...at, dbFilename: 'temporal.db', synchronous, dynamicConfig: {} });
    expect(args.join(' ')).toContain(
      `--db-filename temporal.db --sqlite-pragma journal_mode=wal --sqlite-pragma synchronous=${synchronous}`,
    );
  },
);

describe('a dev server that cannot be started', () => {
  test('on a port that is taken names the port and the reason', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    onTestFinished(() => void holder.close());
    const { port } = holder.address() as AddressInfo;
    await expect(startDevServer({ executable, port })).rejects.toThrow(
      new RegExp(`The Temporal dev server on 127\\.0\\.0\\.1:${port} .*address already in use`, 's'),
    );
  });

  test('because there is no such program names the program', async () => {
    await expect(startDevServer({ executable: '/nowhere/temporal' })).rejects.toThrow(
      '/nowhere/temporal failed to start: spawn /nowhere/temporal ENOENT',
    );
  });

  test('because it ends at once tells its last words', async () => {
    const program = join(await temporaryFolder(), 'temporal');
    await writeFile(program, '#!/bin/sh\necho this machine is too small >&2\nexit 1\n', { mode: 0o755 });
    await expect(startDevServer({ executable: program })).rejects.toThrow(
      /exited immediately\. Its last output: this machine is too small/,
    );
  });
});

test('no dev server stays behind when its parent is killed with SIGKILL', async () => {
  const parent = forkTypeScript('./dev-server-in-child.ts', [executable]);
  const [{ pid }] = (await once(parent, 'message')) as [{ pid: number }];
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
});
