import { expect, test } from 'vitest';
import { itemsOf } from '../../../src/model/fan-out/fan-out-items.js';
import {
  fanOutMemo,
  rowWithoutRun,
  runFingerprint,
  stateOfItems,
} from '../../../src/model/fan-out/fan-out-rows.js';
import type { Json } from '../../../src/model/base/json.js';
import type { ItemResult, StepState } from '../../../src/model/pipeline/results.js';
import { step } from '../../support/step.js';

const keys = (value: Json) => {
  const listed = itemsOf(value);
  return 'items' in listed ? listed.items.map(({ key }) => key) : listed.problem;
};
const row = (state: StepState, key = 'a'): ItemResult =>
  rowWithoutRun({ key, value: null, isMatrix: false }, state, 'r');

test('items of a list have keys of their own, the same as those of a list in the file', () => {
  expect(keys(['a b/c', 'a b/c', { name: 'n' }, { other: 1 }, null])).toEqual([
    'a-b-c',
    'a-b-c-2',
    'n',
    '4',
    'null',
  ]);
});

test.each([
  [null, 'forEach is null, expected a list'],
  [{ a: 1 }, 'forEach is a mapping, expected a list'],
  [Array.from({ length: 1001 }, () => 1), 'forEach has 1001 items; the limit is 1000'],
])('%j is not fanned out', (value, problem) => {
  expect(keys(value)).toBe(problem);
});

test.each<[StepState[], StepState, string | null]>([
  [[], 'skipped', 'there are no items'],
  [['succeeded', 'skipped'], 'succeeded', null],
  [['skipped', 'skipped'], 'skipped', 'all items were skipped'],
  [['succeeded', 'failed', 'cancelled'], 'failed', '1 of 3 items failed'],
  [['succeeded', 'cancelled'], 'cancelled', '1 of 2 items were cancelled'],
  [['succeeded', 'running'], 'running', '1 of 2 items are still running'],
])('a step whose items are %j is %s', (items, state, reason) => {
  expect(stateOfItems(items.map((each) => row(each)))).toEqual({ state, reason });
});

test('a fan-out tells how many items there are of each kind', () => {
  expect(fanOutMemo(5, 2, [row('succeeded'), row('failed')])).toEqual({
    total: 5,
    waiting: 1,
    running: 2,
    succeeded: 1,
    failed: 1,
    cancelled: 0,
    skipped: 0,
  });
});

test('items that together are too large for a row each are refused', () => {
  const long = 'x'.repeat(200_000);
  expect(itemsOf([long])).toMatchObject({ items: [{ value: long }] });
  expect(itemsOf([long, long])).toEqual({
    problem: 'the items of forEach are 0.4 MB; the limit is 0.3 MB',
  });
});

test('two items ask for the same run where task, window, name and experiments are the same', () => {
  const print = (trigger: object, task = 't') => runFingerprint(step('a', { task, trigger }));
  expect(print({ experimentName: 'x', maxExamples: 1 })).toBe(print({ experimentName: 'x', maxExamples: 2 }));
  expect(print({ experimentName: 'x' })).not.toBe(print({ experimentName: 'x' }, 'u'));
  expect(print({ dataStartTime: 'x' })).not.toBe(print({ dataEndTime: 'x' }));
  expect(print({ maxExamples: 1 })).toBeNull();
});
