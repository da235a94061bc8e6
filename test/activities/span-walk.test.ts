import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpanWalk } from '../../src/activities/quality/span-walk.js';
import type { WalkPlace } from '../../src/activities/quality/span-walk.js';
import { START_MS, spanAt } from '../model/quality/spans.js';

const window = { startMs: START_MS + 10, endMs: START_MS + 50 };
/** Spans of which several start in one millisecond, and some outside of the window. */
const spansOf = (starts: readonly number[]) =>
  starts.map((ms, nth) => ({ ...spanAt(nth), startedAt: new Date(START_MS + ms).toISOString() }));
const newestFirst = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 80 })
  .map((starts) => spansOf(starts.toSorted((a, b) => b - a)));
const inWindow = (spans: ReturnType<typeof spansOf>) =>
  spans.filter(({ startedAt }) => {
    const ms = Date.parse(startedAt);
    return ms >= window.startMs && ms < window.endMs;
  });

test('each span of the window passes once, though pages repeat some and an attempt dies after any page', () => {
  fc.assert(
    fc.property(
      newestFirst,
      fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }),
      fc.nat(15),
      (spans, sizes, again) => {
        let walk = new SpanWalk(window);
        const passed: unknown[] = [];
        let at = 0;
        for (const size of [...sizes, spans.length]) {
          passed.push(...walk.take(spans.slice(Math.max(0, at - again), at + size)));
          at = Math.min(spans.length, at + size);
          const place = walk.placeBefore('next');
          if (place !== null) walk = new SpanWalk(window, JSON.parse(JSON.stringify(place)) as WalkPlace);
        }
        expect(passed).toEqual(inWindow(spans));
      },
    ),
  );
});

test('in any other order each passes once as well, but the walk cannot be continued by another attempt', () => {
  const spans = spansOf([20, 30, 20, 40]);
  const walk = new SpanWalk(window);
  expect(walk.take([...spans, ...spans])).toEqual(spans);
  expect(walk.placeBefore('next')).toBeNull();
});

test('thousands of spans of one millisecond are not carried from attempt to attempt', () => {
  const walk = new SpanWalk(window);
  walk.take(spansOf(Array.from({ length: 3000 }, () => 20)));
  expect(walk.placeBefore('next')).toBeNull();
  walk.take([{ ...spanAt(9999), startedAt: new Date(START_MS + 15).toISOString() }]);
  expect(walk.placeBefore('next')?.ties).toHaveLength(1);
});

test('the share of the time that it went through is told, whatever lies outside of the window', () => {
  const walk = new SpanWalk(window);
  expect(walk.share()).toBe(0);
  const spans = spansOf([55, 30, 0]);
  walk.take(spans.slice(0, 2));
  expect(walk.share()).toBe(0.5);
  expect(walk.share({ startMs: START_MS + 10, endMs: START_MS + 90 })).toBe(0.75);
  walk.take(spans);
  expect(walk.share()).toBe(1);
});
