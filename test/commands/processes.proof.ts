import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { calledAs } from '../../src/commands/machine/entry-point.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { Simulator } from '../../src/simulator/index.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import { bareEnv, collect, run, start, STARTER } from './support/cli.js';

const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-processes-'));
const TEMPORAL_CLI_PATH = inject('temporalCliPath');

/** Whether anything listens at `host:port`. */
function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.unref();
  });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

interface Running {
  stdout(): string;
  stderr(): string;
  signal(name: NodeJS.Signals): Promise<number | null>;
}

function startInBackground(args: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = start(args, { env: { TEMPORAL_CLI_PATH, ...env }, cwd: folder });
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    stdout: collect(child.stdout),
    stderr: collect(child.stderr),
    signal: async (name) => {
      child.kill(name);
      return (await closed)[0];
    },
  };
}

const jsonOf = <Data>(text: string): Data => (JSON.parse(text) as { data: Data }).data;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ advance: { by: 'looks', looks: 2 } });
});

afterAll(() => simulator.close());

describe.concurrent('servers', () => {
  test('temporal-server says where it is, and leaves nothing behind when it is stopped', async () => {
    const args = ['temporal-server', '--port', '0', '--ui-port', '0', '--in-memory', '-o', 'json'];
    const server = startInBackground(args, {});
    await until(() => server.stdout().endsWith('}\n'));
    const { address, pid } = jsonOf<{ address: string; pid: number }>(server.stdout());
    expect(await listens(address)).toBe(true);
    const taken = await run(['temporal-server', '--port', address.split(':')[1] ?? ''], { cwd: folder });
    expect(taken).toMatchObject({ code: 5, stdout: '' });
    expect(taken.stderr).toContain('is in use');
    expect(await server.signal('SIGTERM')).toBe(0);
    expect({ listens: await listens(address), isAlive: isAlive(pid) }).toEqual({
      listens: false,
      isAlive: false,
    });
  });

  test('a server dies with the command, also when that is killed', async () => {
    const args = ['temporal-server', '--port', '0', '--ui-port', '0', '--in-memory', '-o', 'json'];
    const server = startInBackground(args, {});
    await until(() => server.stdout().endsWith('}\n'));
    const { pid } = jsonOf<{ pid: number }>(server.stdout());
    await server.signal('SIGKILL');
    await until(() => !isAlive(pid));
  });

  test('a simulator dies with the command, also when that is killed', async () => {
    const simulated = startInBackground(['simulator', '--port', '0'], {});
    await until(() => simulated.stdout().endsWith('\n'));
    const { host } = new URL((JSON.parse(simulated.stdout()) as { baseUrl: string }).baseUrl);
    await simulated.signal('SIGKILL');
    await until(async () => !(await listens(host)));
  });

  test('simulator passes its flags on, and prints one line of JSON when it is ready', async () => {
    const simulated = startInBackground(['simulator', '--port', '0', '--api-key', 'ak-test'], {});
    await until(() => simulated.stdout().endsWith('\n'));
    const { baseUrl, apiKey } = JSON.parse(simulated.stdout()) as { baseUrl: string; apiKey: string };
    expect(apiKey).toBe('ak-test');
    const answer = await fetch(`${baseUrl}/v2/spaces`, { headers: { authorization: `Bearer ${apiKey}` } });
    expect(answer.status).toBe(200);
    expect(await simulated.signal('SIGTERM')).toBe(0);
    expect(await run(['simulator', '--prot', '1'])).toMatchObject({ code: 2 });
  });
});

test.runIf(existsSync('/dev/full')).each([['completion', 'bash'], ['help'], ['simulator', '--port', '0']])(
  '%s: output that cannot be written is one line and exit code 2, as 1 would mean a failed run',
  (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [STARTER, ...args], {
      env: bareEnv(),
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^[^\n]*stdout cannot be written: [^\n]+\n$/) as string,
    });
  },
);

describe.concurrent('worker', () => {
  test('without a key ends with 2 and says what to set', async () => {
    const { code, stderr } = await run(['worker']);
    expect(code).toBe(2);
    expect(stderr).toContain('ARIZE_API_KEY is not set');
  });

  test('drains and ends with 0 when its whole process group is asked to stop; a second signal ends it at once', async () => {
    const server = await createDevServer();
    const env = {
      ARIZE_API_KEY: simulator.apiKey,
      ARIZE_BASE_URL: simulator.baseUrl,
      TEMPORAL_ADDRESS: server.address,
    };
    const begin = async () => {
      const child = start(['worker'], { env, isGroup: true });
      const stderr = collect(child.stderr);
      await until(() => stderr().includes('service reached and key accepted'));
      return { group: -(child.pid ?? 0), stderr, exited: once(child, 'exit') };
    };
    const drained = await begin();
    process.kill(drained.group, 'SIGTERM');
    expect(await drained.exited).toEqual([0, null]);
    expect(drained.stderr()).toContain('"state":"STOPPED"');

    const hurried = await begin();
    for (const signal of ['SIGTERM', 'SIGINT']) process.kill(hurried.group, signal);
    expect(await hurried.exited).toEqual([130, null]);
    await server.stop();
  });

  test('takes the flags of the connection', async () => {
    const env = { ARIZE_API_KEY: simulator.apiKey, ARIZE_BASE_URL: simulator.baseUrl };
    const { code, stderr } = await run(['worker', '--address', '127.0.0.1:1'], { env });
    expect(code).toBe(5);
    expect(stderr).toContain('127.0.0.1:1');
  });
});

describe.concurrent('dev', () => {
  test('without a key ends with 2 before it starts anything', async () => {
    const { code, stderr } = await run(['dev'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('ARIZE_API_KEY');
  });

  test('is all that is needed on one machine, and keeps what it did', async () => {
    const version = { AX_TASKS_DEPLOYMENT: 'elsewhere', AX_TASKS_BUILD_ID: '1' };
    const env = { ARIZE_API_KEY: simulator.apiKey, ARIZE_BASE_URL: simulator.baseUrl, ...version };
    const args = ['dev', '--port', '0', '--ui-port', '0', '-o', 'json'];
    const first = startInBackground(args, env);
    await until(() => first.stdout().endsWith('}\n'));
    const { address } = jsonOf<{ address: string }>(first.stdout());
    const client = { TEMPORAL_ADDRESS: address, ARIZE_SPACE: 'research' };
    expect(await run(['trigger-run', 'generate-answers', '--wait'], { env: client })).toMatchObject({
      code: 0,
    });
    expect(await first.signal('SIGINT')).toBe(0);
    expect(await listens(address)).toBe(false);

    const second = startInBackground(args, env);
    await until(() => second.stdout().endsWith('}\n'));
    const again = { TEMPORAL_ADDRESS: jsonOf<{ address: string }>(second.stdout()).address };
    await until(async () => (await run(['workflow', 'list'], { env: again })).stdout.includes('ax-run/'));
    expect(await second.signal('SIGTERM')).toBe(0);
  });
});

test.each([
  ['/p/dist/starter.js', 'node dist/starter.js'],
  ['/elsewhere/dist/starter.js', 'node /elsewhere/dist/starter.js'],
  ['/elsewhere/my files/starter.js', 'node "/elsewhere/my files/starter.js"'],
  ['/p/src/starter.ts', 'npx tsx src/starter.ts'],
  ['/p/node_modules/.bin/ax-tasks', 'npx ax-tasks'],
  ['/home/a/.npm/_npx/1f/node_modules/.bin/ax-tasks', 'npx --package ax-tasks-temporal ax-tasks'],
  ['/usr/local/bin/ax-tasks', 'ax-tasks'],
])('the CLI that Node runs as %s is called again, from /p, as %s', (script, command) => {
  expect(calledAs(script, '/p')).toBe(command);
});

describe.concurrent('demo', () => {
  const TRIGGERED = /^✓ {2}(answer|score|policy) .* 1$/gm;

  test('survives its killed worker with one trigger for each step, and leaves nothing behind', async () => {
    const canary = 'canary-key-of-the-real-service';
    const env = { TEMPORAL_CLI_PATH, ARIZE_API_KEY: canary, TEMPORAL_ADDRESS: 'temporal.example:7233' };
    const { code, stdout, stderr } = await run(['demo'], { env, cwd: folder });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.match(TRIGGERED)).toHaveLength(3);
    expect(stderr).toContain('with SIGKILL in the middle of the wait');
    expect(stderr).toContain('Each step was triggered once');
    expect(stdout + stderr).not.toContain(canary);
    const commands = [...stderr.matchAll(/^ {2}(node .*)$/gm)].map(([, command = '']) => command);
    expect(commands.map((command) => command.replace(/^node \S+ /, ''))).toEqual([
      'demo --stay',
      'help dev',
      'doctor',
    ]);
    const typed = commands.find((command) => command.endsWith('help dev')) ?? '';
    expect(execFileSync('sh', ['-c', typed], { cwd: folder, encoding: 'utf8' })).toContain('ax-tasks dev');
    const pids = [...stderr.matchAll(/process (\d+)/g)].map(([, pid]) => Number(pid));
    expect(pids.map(isAlive)).toEqual([false, false]);
    const addresses = [...stderr.matchAll(/127\.0\.0\.1:\d+/g)].map(([address]) => address);
    expect(await Promise.all(addresses.slice(0, 3).map(listens))).toEqual([false, false, false]);
  });

  test('is gone soon after Ctrl-C, with all its processes', async () => {
    const demo = startInBackground(['demo'], {});
    await until(() => demo.stderr().includes('Started the pipeline'));
    expect(await demo.signal('SIGINT')).toBe(130);
    const addresses = [...demo.stderr().matchAll(/127\.0\.0\.1:\d+/g)].map(([address]) => address);
    expect(await Promise.all(addresses.slice(0, 3).map(listens))).toEqual([false, false, false]);
  });
});
