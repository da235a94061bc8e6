import { expect, test } from 'vitest';
import { MANY_TRIGGERS, RECENT_MS, newRecentReads } from '../../../../src/model/run/trigger/recent-reads.js';

/** What triggers of one task get that begin at these times, if each read gives its own number. */
async function readAt(times: readonly number[]): Promise<number[]> {
  let reads = 0;
  const recent = newRecentReads<number>();
  return Promise.all(times.map((nowMs) => recent.get('task', nowMs, () => Promise.resolve(++reads))));
}

const atOnce = (count: number): number[] => Array.from({ length: count }, () => 0);
const FEW = MANY_TRIGGERS - 1;

test('few triggers of a task each read for themselves', async () => {
  expect(await readAt(atOnce(FEW))).toEqual(atOnce(FEW).map((_, nth) => nth + 1));
});

test('of many triggers that begin together, those after the first few use what the one before them read', async () => {
  expect((await readAt(atOnce(MANY_TRIGGERS + 2))).slice(-3)).toEqual([FEW, FEW, FEW]);
});

test('while many begin, each read is used for five seconds', async () => {
  const everyMs = 100;
  const reads = (await readAt(Array.from({ length: 200 }, (_, nth) => nth * everyMs))).slice(FEW);
  const uses = [...new Set(reads)].map((read) => reads.filter((each) => each === read).length);
  expect(uses.slice(1, -1)).toEqual([RECENT_MS / everyMs, RECENT_MS / everyMs]);
  expect(RECENT_MS).toBe(5000);
});

test('triggers that become few each read again', async () => {
  const later = [RECENT_MS, 2 * RECENT_MS, 3 * RECENT_MS];
  expect((await readAt([...atOnce(MANY_TRIGGERS), ...later])).slice(-3)).toEqual([FEW + 1, FEW + 2, FEW + 3]);
});

test('tasks share nothing', async () => {
  let reads = 0;
  const recent = newRecentReads<number>();
  for (const task of atOnce(MANY_TRIGGERS).keys())
    await recent.get(`task ${task}`, 0, () => Promise.resolve(++reads));
  expect(reads).toBe(MANY_TRIGGERS);
});

test('a read that failed is nobody else’s', async () => {
  const recent = newRecentReads<string>();
  const fail = () => Promise.reject(new Error('refused'));
  for (const nowMs of atOnce(MANY_TRIGGERS))
    await expect(recent.get('task', nowMs, fail)).rejects.toThrow('refused');
  expect(await recent.get('task', 0, () => Promise.resolve('read'))).toBe('read');
});
