import { expect, test } from 'vitest';
import { isTurnUsedSince, mayUseAgain } from '../../../src/model/run/shared-fence.js';
import type { OpenedFence } from '../../../src/model/run/unresolved.js';

const READ_MS = 1_000_000;
const fence = (more: Partial<OpenedFence> = {}): OpenedFence => ({
  newestCreatedAt: null,
  runIds: [],
  experiments: [],
  readBy: 'execution',
  reopened: null,
  ...more,
});
const shared = (more: Partial<OpenedFence> = {}) => ({
  fence: fence(more),
  readMs: READ_MS,
  covers: new Set([1, 2, 3]),
});

test('a fence is used again for windows that it covers, for fifteen seconds', () => {
  expect(mayUseAgain(shared(), [1, 3], READ_MS + 14_999)).toBe(true);
  expect(mayUseAgain(shared(), [1, 4], READ_MS)).toBe(false);
  expect(mayUseAgain(shared(), [1], READ_MS + 15_000)).toBe(false);
});

test('the fence of an execution before a reset, and one of many runs, is not used again', () => {
  const reopened = { runId: null, posts: 3, experimentName: null };
  expect(mayUseAgain(shared({ reopened }), [1], READ_MS)).toBe(false);
  const runIds = Array.from({ length: 51 }, (_none, at) => `run-${at}`);
  expect(mayUseAgain(shared({ runIds }), [1], READ_MS)).toBe(false);
});

test('a turn that is held, or was until a minute before, may have been used since', () => {
  expect(isTurnUsedSince({ isRunning: true, closedMs: null }, READ_MS)).toBe(true);
  expect(isTurnUsedSince({ isRunning: false, closedMs: READ_MS - 59_000 }, READ_MS)).toBe(true);
  expect(isTurnUsedSince({ isRunning: false, closedMs: READ_MS - 60_000 }, READ_MS)).toBe(false);
});
