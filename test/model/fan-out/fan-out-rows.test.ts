import { expect, test } from 'vitest';
import { rowWithoutRun, withOwnRun } from '../../../src/model/fan-out/fan-out-rows.js';

const row = (key: string, runId: string | null) => ({
  ...rowWithoutRun({ key, value: key, isMatrix: false }, 'succeeded', ''),
  runId,
});

test('an item whose trigger was answered with the run of another one is unresolved', () => {
  expect(withOwnRun(row('b', 'run-1'), [row('a', 'run-1')])).toMatchObject({
    ...{ key: 'b', state: 'failed', isUnresolved: true },
    reason: expect.stringContaining('that of item a') as string,
  });
});

test('items with runs of their own, or with none, stay as they are', () => {
  const others = [row('a', 'run-1'), row('c', null)];
  for (const each of [row('b', 'run-2'), row('b', null)]) expect(withOwnRun(each, others)).toEqual(each);
});
