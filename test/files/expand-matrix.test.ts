import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandMatrix, sizeOfMatrix } from '../../src/files/fan-out/items-of-step.js';

describe('a matrix', () => {
  test('gives every combination, the last name changing fastest', () => {
    expect(expandMatrix({ a: [1, 2], b: ['x', 'y'] })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });

  test('goes without combinations that an entry of exclude matches as far as it says', () => {
    const exclude = [{ a: 1, b: 'x' }, { b: 'y' }];
    expect(expandMatrix({ a: [1, 2], b: ['x', 'y'], exclude })).toEqual([{ a: 2, b: 'x' }]);
  });

  test('takes in entries of include as GitHub Actions does', () => {
    const include = [
      { color: 'green' },
      { color: 'pink', animal: 'cat' },
      { fruit: 'apple', shape: 'circle' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ];
    expect(expandMatrix({ fruit: ['apple', 'pear'], animal: ['cat', 'dog'], include })).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  test('may have nothing but entries of include', () => {
    expect(expandMatrix({ include: [{ a: 1 }, { b: 2 }] })).toEqual([{ a: 1 }, { b: 2 }]);
  });

  test('has as many combinations as the product of its lists, and each once', () => {
    const lists = fc.dictionary(
      fc.stringMatching(/^[a-d]$/),
      fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 }),
      { minKeys: 1, maxKeys: 4 },
    );
    fc.assert(
      fc.property(lists, (matrix) => {
        const all = expandMatrix(matrix);
        expect(all).toHaveLength(sizeOfMatrix(matrix));
        expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
      }),
    );
  });
});
