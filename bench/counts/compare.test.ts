import { expect, test } from 'vitest';
import { differences } from './compare.js';

test('counts within their bounds do not differ', () => {
  const committed = { events: { count: 24, within: 3 }, requests: { count: 7 } };
  expect(differences(committed, { events: { count: 27 }, requests: { count: 7 } })).toEqual([]);
});

test('each count that is off, new or missing is told with what was expected', () => {
  const committed = { events: { count: 24, within: 3 }, requests: { count: 7 }, actions: { count: 9 } };
  expect(
    differences(committed, { events: { count: 28 }, requests: { count: 6 }, pages: { count: 1 } }),
  ).toEqual([
    'events: 28, expected 21 to 27',
    'requests: 6, expected 7',
    'actions: was not measured, and is 9 in the file',
    'pages: 1, which is not in the file',
  ]);
});
