import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemKeys } from '../../../src/model/fan-out/item-keys.js';

describe('the keys of items', () => {
  test.each([
    [[['small', 0.5]], ['small-0.5']],
    [[['a b/c']], ['a-b-c']],
    [[[true, null]], ['true-null']],
    [[[{ name: 'x', big: 1 }]], ['x']],
    [[[{ id: 7 }]], ['7']],
    [
      [[{ other: 1 }], [[1, 2]], ['äö']],
      ['1', '2', '3'],
    ],
    [
      [['a'], ['a'], ['a-2'], ['a']],
      ['a', 'a-2', 'a-2-2', 'a-3'],
    ],
  ])('of %j are %j', (items, keys) => expect(itemKeys(items)).toEqual(keys));

  test('differ, have at most 60 characters, and only such as workflow ids may have', () => {
    const values = fc.array(fc.array(fc.oneof(fc.string({ maxLength: 80 }), fc.integer(), fc.boolean())), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(values, (items) => {
        const keys = itemKeys(items);
        expect(new Set(keys).size).toBe(items.length);
        for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9._=+-]{1,60}$/);
      }),
    );
  });
});
