import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

const WORKER = fileURLToPath(new URL('../../dist/worker.js', import.meta.url));

/** A worker that is told by this variable to listen where another program does ends with 2 and says so. */
export async function expectTakenAddressRefused(variable: string): Promise<void> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  onTestFinished(() => void taken.close());
  const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, [WORKER], {
    env: { PATH: process.env['PATH'], ARIZE_API_KEY: 'ak-canary-271828', [variable]: address },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number];
  expect(exitCode).toBe(2);
  expect(output).toContain(`${variable}: cannot listen on ${address}: another program`);
}
