import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { countKey } from '../faults/canary.js';
import { startBackfillStack, type BackfillStack } from './backfill-stack.js';
import { killerOf } from './kills.js';
import { faultsOf, prove } from './prove.js';

const WINDOWS = 40;

let folder: string;
let stack: BackfillStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ax-tasks-test-'));
  const executable = inject('temporalCliPath');
  stack = await startBackfillStack({ executable, folder, workers: 1, runSeconds: 1, seed: 1 });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true, force: true });
});

test('a backfill runs each window once and within its bound, though its worker and Temporal are killed', async () => {
  const proof = await prove(stack, {
    windows: WINDOWS,
    limit: 8,
    kills: ['kill all workers', 'kill the server'],
    kill: killerOf(stack),
    seed: 1,
    endLimitMs: 100_000,
    say: () => undefined,
  });
  expect(faultsOf(proof, WINDOWS)).toEqual([]);
  expect(proof.backfill.runs).toBe(WINDOWS);
  expect(proof.ledger.entries).toBe(WINDOWS);
  expect(await countKey(folder, JSON.stringify(proof))).toBe(0);
});
