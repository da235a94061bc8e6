import { describe, expect, test } from 'vitest';
import { newWatchMemory } from '../../../../src/model/run/watch/watch-memory.js';
import type { WatchMemory } from '../../../../src/model/run/watch/watch-memory.js';
import type { Waiter } from '../../../../src/model/run/watch/waiter.js';
import { waiterKey } from '../../../../src/model/run/watch/waiter.js';

const SECOND_MS = 1000;
const WATCHER = { workflowId: 'watcher', taskQueue: 'q', taskId: 't' };

const waiter = (runId: string): Waiter => ({
  ...{ workflowId: `w-${runId}`, executionId: 'x', activityId: '1', runId, untilMs: 3_600_000 },
  ...{ poll: { fixedMs: 5000, minMs: 2000, maxMs: 60_000 }, sinceMs: 0, registeredMs: 0 },
  ...{ stalledAfterMs: 60_000, endsWhenStalled: false },
  moved: {
    ...{ runId, status: 'RUNNING', counts: { successes: 0, errors: 0, skipped: 0 } },
    ...{ sinceMs: 0, seenMs: 0, longestMs: 0 },
  },
});
const a = waiter('a');
const b = waiter('b');

const look = (memory: WatchMemory, waiters: Waiter[], atS: number, firstExecutionId = 'first'): Waiter[] =>
  memory.looked(WATCHER, { waiters, firstExecutionId, delayMs: 5000 }, atS * SECOND_MS);
const RUNNING = { isRunning: true, isCompleted: false, firstExecutionId: 'first' };
const TERMINATED = { ...RUNNING, isRunning: false };

describe('a process', () => {
  test('knows which waiters a look has just known', () => {
    const memory = newWatchMemory();
    memory.registered(WATCHER, a, 0);
    expect(memory.isHeld(a, 0)).toBe(false);
    look(memory, [a], 1);
    expect(memory.isHeld(a, 20 * SECOND_MS)).toBe(true);
    expect(memory.isHeld(a, 60 * SECOND_MS)).toBe(false);
    memory.told('watcher', [waiterKey(a)]);
    expect(memory.isHeld(a, 20 * SECOND_MS)).toBe(false);
  });

  test('asks about a watcher of which it has not heard for some of its intervals', () => {
    const memory = newWatchMemory();
    look(memory, [a], 0);
    expect(memory.silent(20 * SECOND_MS)).toEqual([]);
    expect(memory.silent(26 * SECOND_MS)).toEqual([WATCHER]);
    expect(memory.found('watcher', RUNNING, 26 * SECOND_MS)).toEqual([]);
    expect(memory.silent(27 * SECOND_MS)).toEqual([]);
  });

  test.each([
    ['was terminated', TERMINATED],
    ['is another one by now', { ...RUNNING, firstExecutionId: 'second' }],
    ['is not known any more', null],
  ])('registers waiters again whose watcher %s', (_what, state) => {
    const memory = newWatchMemory();
    look(memory, [a], 0);
    memory.registered(WATCHER, b, SECOND_MS);
    expect(memory.found('watcher', state, 30 * SECOND_MS)).toEqual([a, b]);
  });

  test('forgets the waiters of a watcher that ended because nobody waited', () => {
    const memory = newWatchMemory();
    memory.registered(WATCHER, a, 0);
    expect(memory.found('watcher', { ...TERMINATED, isCompleted: true }, 30 * SECOND_MS)).toEqual([]);
    expect(memory.silent(60 * SECOND_MS)).toEqual([]);
  });

  test('registers again those whom a look of a watcher that was begun anew does not know', () => {
    const memory = newWatchMemory();
    look(memory, [a, b], 0);
    expect(look(memory, [b], 5, 'second')).toEqual([a]);
    expect(look(memory, [b], 10, 'second')).toEqual([]);
  });

  test('takes one that the same watcher knows no more for told by another process', () => {
    const memory = newWatchMemory();
    look(memory, [a, b], 0);
    expect(look(memory, [b], 5)).toEqual([]);
    expect(memory.isHeld(a, 5 * SECOND_MS)).toBe(false);
  });

  test('registers again whoever has not arrived after a minute', () => {
    const memory = newWatchMemory();
    memory.registered(WATCHER, a, 0);
    expect(look(memory, [b], 30)).toEqual([]);
    expect(look(memory, [b], 61)).toEqual([a]);
  });

  test('knows by how much a look is late, up to a second', () => {
    const memory = newWatchMemory();
    expect(memory.lateMs('watcher', 0)).toBe(0);
    look(memory, [a], 0);
    expect([4900, 5400, 9000].map((nowMs) => memory.lateMs('watcher', nowMs))).toEqual([0, 400, 1000]);
  });

  test('forgets a waiter whose slice is over', () => {
    const memory = newWatchMemory();
    look(memory, [a], 0);
    expect(memory.silent(3601 * SECOND_MS)).toEqual([]);
  });
});
