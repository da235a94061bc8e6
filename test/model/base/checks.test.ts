import { describe, expect, test } from 'vitest';
import {
  advise,
  byMember,
  flag,
  instant,
  listOf,
  mapOf,
  milliseconds,
  nullable,
  oneOf,
  optional,
  share,
  shape,
  text,
  whole,
} from '../../../src/model/base/checks.js';
import type { Check } from '../../../src/model/base/checks.js';

describe('a check says where the value is, what was expected and what is there', () => {
  test.each<[string, Check, unknown, string | null]>([
    ['a text', text, 'x', null],
    ['an empty text', text, ' ', 'at: expected a non-empty string, got " "'],
    ['nothing', text, undefined, 'at: expected a non-empty string, got nothing'],
    ['a number that JSON lacks', whole(1), Number.NaN, 'at: expected a whole number, at least 1, got NaN'],
    ['a text for a number', whole(0), '1', 'at: expected a whole number, at least 0, got "1"'],
    [
      'half a millisecond',
      milliseconds(1),
      0.5,
      'at: expected a whole number of milliseconds, at least 1, got 0.5',
    ],
    [
      'more than a date can hold',
      instant,
      9e15,
      'at: expected a time in milliseconds since 1970, got 9000000000000000',
    ],
    ['a share above 1', share, 1.1, 'at: expected a number from 0 to 1, got 1.1'],
    ['another word', oneOf(['a', 'b']), 'c', 'at: expected one of a, b, got "c"'],
    ['an absent member', optional(flag), undefined, null],
    [
      'null for an absent member',
      optional(flag),
      null,
      'at: expected true or false, got null; leave the member out',
    ],
    ['null where it has a meaning', nullable(flag), null, null],
    ['an entry of a list', listOf(text), ['a', 7], 'at[1]: expected a non-empty string, got 7'],
    ['an entry of a map', mapOf(text), { a: 7 }, 'at.a: expected a non-empty string, got 7'],
    ['too few entries', listOf(text, 1), [], 'at: expected a list with at least 1 entry, got []'],
    ['a list for an object', shape({ a: text }), [], 'at: expected an object, got []'],
    ['a member', shape({ a: text }), {}, 'at.a: expected a non-empty string, got nothing'],
    ['a misspelt member', shape({ a: text }), { a: 'x', b: 1 }, 'at.b: is not a member; the members are a'],
    ['another kind', byMember('kind', { a: text }), { kind: 'b' }, 'at.kind: expected "a", got "b"'],
  ])('%s', (_what, check, value, problem) => {
    expect(check(value, 'at')).toBe(problem);
  });

  test('a long value is cut', () => {
    expect(text(Array.from('x'.repeat(500)), 'at')).toMatch(/…$/);
  });

  test('advice is given about the value itself, not about its members', () => {
    const check = advise(shape({ a: text }), 'give an object');
    expect(check(7, 'at')).toBe('at: expected an object, got 7; give an object');
    expect(check({}, 'at')).not.toContain('give an object');
  });
});
