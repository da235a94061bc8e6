import { expect, onTestFinished, test, vi } from 'vitest';
import type { WatchedProcess } from '../../src/temporal/dev-server/watched-process.js';
import { startWatched } from '../../src/temporal/dev-server/watched-process.js';
import { isAlive } from './support/is-alive.js';

const deaf = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('pid', process.pid, '.')`;

async function start(command: string, args: readonly string[]): Promise<WatchedProcess> {
  const started = await startWatched({ command, args, env: {}, graceMs: 50 });
  onTestFinished(() => started.stop());
  return started;
}

async function saidPid(started: WatchedProcess): Promise<number> {
  const said = await vi.waitUntil(() => /pid (\d+) \./.exec(started.lastOutput()), { timeout: 20_000 });
  return Number(said[1]);
}

test('a program that ignores SIGTERM is killed after the grace', async () => {
  const started = await start(process.execPath, ['-e', deaf]);
  expect(await saidPid(started)).toBe(started.pid);
  await started.stop();
  expect(isAlive(started.pid)).toBe(false);
});

test('what a wrapper script started is killed with it', async () => {
  const started = await start('/bin/sh', ['-c', `trap '' TERM; "${process.execPath}" -e "${deaf}"; true`]);
  const pid = await saidPid(started);
  expect(pid).not.toBe(started.pid);
  await started.stop();
  await vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });
});

test('a program that ends by itself is noticed, with its last words', async () => {
  const started = await start('/bin/sh', ['-c', 'echo out of memory >&2; exit 9']);
  await started.exited;
  expect(started.lastOutput()).toBe('out of memory');
  await started.stop();
});
