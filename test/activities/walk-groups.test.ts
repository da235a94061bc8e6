import { describe, expect, test } from 'vitest';
import { InvalidRequestError } from '../../src/ax/base/errors.js';
import { NOTHING_WALKED, walkGroups } from '../../src/activities/quality/walk-groups.js';
import type { CountedSpan, ReadCountedPage, CountedPage } from '../../src/activities/quality/walk-groups.js';
import { hashOf } from '../../src/model/quality/seen-spans.js';
import { groupsOf } from '../../src/model/quality/window-census.js';

const windows = Array.from({ length: 10 }, (_, at) => ({ startMs: at * 100, endMs: (at + 1) * 100 }));

const span = (startMs: number, more: Partial<CountedSpan> = {}): CountedSpan => ({
  hash: hashOf({ traceId: 't', spanId: `s${startMs}` }),
  startMs,
  isEvaluated: false,
  writer: null,
  ...more,
});

/** A service with inclusive bounds, pages of `size`, the newest first. */
function serviceOf(spans: readonly CountedSpan[], size = 3): { read: ReadCountedPage; asked: () => number } {
  let asked = 0;
  const read: ReadCountedPage = ({ startMs, endMs }, cursor) => {
    asked++;
    const found = spans
      .filter((each) => each.startMs >= startMs && each.startMs <= endMs)
      .toSorted((a, b) => b.startMs - a.startMs);
    const from = Number(cursor ?? 0);
    const next = from + size < found.length ? String(from + size) : null;
    return Promise.resolve({ spans: found.slice(from, from + size), nextCursor: next });
  };
  return { read, asked: () => asked };
}

async function walk(spans: readonly CountedSpan[], maxRequests: number, maxGroups = 10) {
  const service = serviceOf(spans);
  const progress = structuredClone(NOTHING_WALKED);
  await walkGroups(windows, groupsOf(windows, maxGroups), service.read, { maxRequests, progress });
  return { ...progress, asked: service.asked() };
}

describe('a walk', () => {
  const every10 = Array.from({ length: 101 }, (_, at) => span(at * 10));

  test('counts each span once, in the window in which it starts, also at borders', async () => {
    for (const maxGroups of [1, 3, 10]) {
      const { counted } = await walk(every10, 1000, maxGroups);
      expect(counted.map(({ spans }) => spans)).toEqual(windows.map(() => 10));
    }
  });

  test('counts a span once that is on two pages', async () => {
    const { counted } = await walk([span(10), span(10), span(20), span(30), span(30)], 1000);
    expect(counted[0]?.spans).toBe(3);
  });

  test('reads adjacent empty windows as one list', async () => {
    expect((await walk([], 1000, 2)).asked).toBe(2);
  });

  test('sends no more requests than it may, and leaves out what it could not read to its end', async () => {
    const { counted, requests, asked } = await walk(every10, 9);
    expect([requests, asked]).toEqual([9, 9]);
    expect(counted.map(({ at }) => at)).toEqual([0, 1]);
  });

  test('counts the newest windows of a group that is larger than all that it may send', async () => {
    const { counted } = await walk(every10, 12, 1);
    expect(counted.map(({ at, spans }) => [at, spans])).toEqual([
      [7, 10],
      [8, 10],
      [9, 10],
    ]);
  });

  test('continues with the group after the last one that ended', async () => {
    const service = serviceOf(every10);
    const progress = { counted: [], groups: 8, requests: 5 };
    await walkGroups(windows, groupsOf(windows, 10), service.read, { maxRequests: 1000, progress });
    expect(service.asked()).toBe(8);
    expect(progress.groups).toBe(10);
  });

  test('begins a group again, and counts nothing twice, if a cursor is refused or comes again', async () => {
    const refused = new InvalidRequestError('the cursor is not known', { status: 400 });
    const again: CountedPage = { spans: [span(95)], nextCursor: '3' };
    for (const fault of [() => Promise.reject(refused), () => Promise.resolve(again)]) {
      const service = serviceOf(every10);
      const read: ReadCountedPage = (window, cursor) =>
        service.asked() === 2 ? (service.read(window, null), fault()) : service.read(window, cursor);
      const progress = structuredClone(NOTHING_WALKED);
      await walkGroups(windows, groupsOf(windows, 1), read, { maxRequests: 1000, progress });
      expect(progress.counted.map(({ spans }) => spans)).toEqual(windows.map(() => 10));
      expect(progress.requests).toBe(service.asked());
    }
  });

  test('tells who wrote the evaluations', async () => {
    const { counted } = await walk(
      [
        span(1, { isEvaluated: true, writer: 'R1' }),
        span(2, { isEvaluated: true, writer: 'other' }),
        span(3),
      ],
      1000,
    );
    expect(counted[0]).toEqual({ at: 0, spans: 3, evaluated: 2, newestMs: 3, writers: { R1: 1, other: 1 } });
  });
});
