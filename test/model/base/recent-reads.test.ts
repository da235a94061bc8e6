import { expect, test } from 'vitest';
import { newRecentReads } from '../../../src/model/base/recent-reads.js';

const MANY = 32;
const USED_FOR_MS = 5000;
const newReads = <T>() => newRecentReads<T>({ usedForMs: USED_FOR_MS, many: MANY });

/** What those who ask of one task get at these times, if each read gives its own number. */
async function readAt(times: readonly number[]): Promise<number[]> {
  let reads = 0;
  const recent = newReads<number>();
  return Promise.all(times.map((nowMs) => recent.get('task', nowMs, () => Promise.resolve(++reads))));
}

const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);
const FEW = MANY - 1;

test('few who ask of a task each read for themselves', async () => {
  expect(await readAt(atOnce(FEW))).toEqual(atOnce(FEW).map((_, nth) => nth + 1));
});

test('of many who ask together, those after the first few get what the one before them read', async () => {
  expect((await readAt(atOnce(MANY + 2))).slice(-3)).toEqual([FEW, FEW, FEW]);
});

test('while many ask, each read is used for its time', async () => {
  const everyMs = 100;
  const reads = (await readAt(Array.from({ length: 200 }, (_, nth) => nth * everyMs))).slice(FEW);
  const uses = [...new Set(reads)].map((read) => reads.filter((each) => each === read).length);
  expect(uses.slice(1, -1)).toEqual([USED_FOR_MS / everyMs, USED_FOR_MS / everyMs]);
});

test('those who become few each read again', async () => {
  const later = [USED_FOR_MS, 2 * USED_FOR_MS, 3 * USED_FOR_MS];
  expect((await readAt([...atOnce(MANY), ...later])).slice(-3)).toEqual([FEW + 1, FEW + 2, FEW + 3]);
});

test('tasks share nothing', async () => {
  let reads = 0;
  const recent = newReads<number>();
  for (const task of atOnce(MANY).keys()) await recent.get(`task ${task}`, 0, () => Promise.resolve(++reads));
  expect(reads).toBe(MANY);
});

test('a read that failed is nobody else’s', async () => {
  const recent = newReads<string>();
  const fail = () => Promise.reject(new Error('refused'));
  for (const nowMs of atOnce(MANY)) await expect(recent.get('task', nowMs, fail)).rejects.toThrow('refused');
  expect(await recent.get('task', 0, () => Promise.resolve('read'))).toBe('read');
});
