import { expect, test } from 'vitest';
import { isFairnessKey } from '../../../src/model/temporal/fairness.js';

test.each(['a', 'team/search', 'x'.repeat(64)])('%s is a fairness key', (key) => {
  expect(isFairnessKey(key)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['65 characters', 'x'.repeat(65)],
  ['a space', 'two words'],
  ['a line break at its end', 'team\n'],
  ['more bytes than characters', 'é'],
])('%s is none', (_what, key) => {
  expect(isFairnessKey(key)).toBe(false);
});
