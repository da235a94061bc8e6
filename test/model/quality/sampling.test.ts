import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnOrder, isBeyondBudget, partAt, partsOf } from '../../../src/model/quality/sampling.js';
import { START_MS, question } from './spans.js';

const window = fc.integer({ min: 1, max: 1e9 }).map((ms) => ({ startMs: START_MS, endMs: START_MS + ms }));
const walked = fc.record({ pages: fc.nat(2000), share: fc.double({ min: 0, max: 1, noNaN: true }) });

test('the parts of a window are the window, none empty, and none twice', () => {
  fc.assert(
    fc.property(window, walked, (whole, so) => {
      const of = Math.min(500, partsOf(whole, so));
      const parts = Array.from({ length: of }, (_, nth) => partAt(whole, nth, of));
      const borders = [...parts.map(({ startMs }) => startMs), whole.endMs];
      expect(borders[0]).toBe(whole.startMs);
      expect(parts.map(({ endMs }) => endMs)).toEqual(borders.slice(1));
      expect(parts.every(({ startMs, endMs }) => startMs < endMs)).toBe(true);
    }),
  );
});

test('parts are drawn in an order that has each once, and is the same for the same question alone', () => {
  const order = drawnOrder(question(), 500);
  expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, nth) => nth));
  expect(drawnOrder(question({ evaluations: ['other'] }), 500)).toEqual(order);
  expect(drawnOrder(question({ filter: 'a = 1' }), 500)).not.toEqual(order);
});

describe('a window is beyond the budget', () => {
  const so = { pages: 20, share: 0.1, requests: 20, maxRequests: 200 };
  test.each([
    ['not yet before a tenth of it is used', { ...so, pages: 19, requests: 19, share: 0.001 }, false],
    ['if the rest costs more than twice what is left', { ...so, share: 0.05 }, true],
    ['not if it may still fit', { ...so, share: 0.09 }, false],
    [
      'after half of it, if the rest costs more than what is left',
      { ...so, pages: 100, requests: 100, share: 0.4 },
      true,
    ],
    ['not if what is left is too little for a sample', { ...so, pages: 195, requests: 195 }, false],
    ['if the walk went through no time at all', { ...so, share: 0 }, true],
  ])('%s', (_, walk, isBeyond) => {
    expect(isBeyondBudget(walk)).toBe(isBeyond);
  });
});
