import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lineForPeople } from '../src/worker-log.js';

async function runWorker(env: Record<string, string>): Promise<{ exitCode: unknown; output: string }> {
  const path = fileURLToPath(new URL('../dist/worker.js', import.meta.url));
  const child = spawn(process.execPath, [path], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

test('a worker without a key ends with 2 and says what to set, all at once', async () => {
  const { exitCode, output } = await runWorker({ ARIZE_BASE_URL: 'http://example.com', LOG_LEVEL: 'LOUD' });
  expect(exitCode).toBe(2);
  for (const name of ['ARIZE_API_KEY', 'ARIZE_BASE_URL', 'LOG_LEVEL']) expect(output).toContain(name);
});

test('a worker that cannot reach Temporal ends with 5 and says where it looked', async () => {
  const env = { ARIZE_API_KEY: 'ak-canary-271828', TEMPORAL_ADDRESS: '127.0.0.1:1' };
  const { exitCode, output } = await runWorker(env);
  expect(exitCode).toBe(5);
  expect(output).toContain('127.0.0.1:1');
  expect(output).not.toContain('ak-canary-271828');
});

test('a worker whose file of receivers is not valid, or lacks a secret, ends with 2 and shows none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'receivers-'));
  const path = join(folder, 'receivers.yaml');
  const env = { ARIZE_API_KEY: 'ak-1', AX_TASKS_RECEIVERS: path };
  writeFileSync(path, 'receivers: { ops: { slack: { url: https://hooks.slack.com/canary-314159 } } }');
  const wrong = await runWorker(env);
  writeFileSync(path, 'receivers: { ops: { slack: { url: { env: NO_SUCH_URL } } } }');
  const missing = await runWorker(env);
  rmSync(folder, { recursive: true });
  expect([wrong.exitCode, missing.exitCode]).toEqual([2, 2]);
  expect(wrong.output).toContain('receivers.yaml:1:35 receivers.ops.slack.url: must not be in this file');
  expect(wrong.output).not.toContain('canary');
  expect(missing.output).toContain('receivers.ops.slack.url: the variable NO_SUCH_URL is not set');
});

test('on a terminal the log is lines for people, with the facts that are known', () => {
  const timestampNanos = 1_795_968_000_000_000_000n;
  const meta = { taskQueue: 'ax-tasks', deployment: null, taskToken: 'opaque', counts: { errors: 2 } };
  expect(lineForPeople({ level: 'INFO', message: 'worker started', timestampNanos, meta })).toBe(
    `${new Date(1_795_968_000_000).toISOString().slice(11, 19)} INFO  worker started taskQueue=ax-tasks counts={"errors":2}`,
  );
});

test('on a terminal a line of an activity says where it belongs by its workflow ID alone', () => {
  const where = {
    workflowId: 'ax-run/1',
    rootWorkflowId: 'ax-run/1',
    workflowRunId: '01a2',
    activityId: '4',
  };
  const meta = { ...where, taskQueue: 'ax-tasks', call: 'triggerRun', durationMs: 9, result: 'ok' };
  expect(lineForPeople({ level: 'INFO', message: 'triggerRun', timestampNanos: 0n, meta })).toBe(
    '00:00:00 INFO  triggerRun workflowId=ax-run/1 durationMs=9 result=ok',
  );
});
