import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startNode } from '../stack/node-process.js';
import type { Stack } from '../stack/stack.js';
import { WAITING_READY, type WaitingAnswer, type WaitingOrder } from './protocol.js';

const PROGRAM = fileURLToPath(new URL('./program.ts', import.meta.url));
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Starts a wait for each run from so many processes at once, each with its share of every task's runs. */
export async function startWaitsBy(
  programs: number,
  stack: Stack,
  { runIds, wait }: WaitingOrder,
): Promise<void> {
  const share = (nth: number): readonly string[] => runIds.filter((_, at) => at % programs === nth);
  await Promise.all(
    Array.from({ length: programs }, (_, nth) => startShare(stack, { runIds: share(nth), wait })),
  );
}

async function startShare({ temporal, queue }: Stack, order: WaitingOrder): Promise<void> {
  const program = await startNode({
    args: ['--import', LOADER, PROGRAM, queue],
    env: temporal.env,
    readyText: WAITING_READY,
  });
  const { problem } = await new Promise<WaitingAnswer>((resolve) => {
    program.onMessage((message) => resolve(message as WaitingAnswer));
    program.send(order);
  });
  await program.kill();
  if (problem !== null) throw new Error(`a program could not start its waits: ${problem}`);
}
