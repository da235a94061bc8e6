import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeenSpans, hashOf } from '../../../src/model/quality/seen-spans.js';

test('a set of spans knows each as a set of their IDs does', () => {
  const span = fc.record({ traceId: fc.constantFrom('a', 'b', 'ab'), spanId: fc.nat(500).map(String) });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 2000 }), (spans) => {
      const [seen, naive] = [new SeenSpans(), new Set<string>()];
      for (const each of spans) {
        const key = `${each.traceId}/${each.spanId}`;
        expect(seen.add(hashOf(each))).toBe(!naive.has(key));
        naive.add(key);
      }
      expect(seen.size).toBe(naive.size);
    }),
    { numRuns: 20 },
  );
});

test('no two of 200,000 spans are taken for one', () => {
  const seen = new SeenSpans();
  for (let nth = 0; nth < 200_000; nth++)
    seen.add(
      hashOf({
        traceId: (nth >> 3).toString(16).padStart(32, '0'),
        spanId: nth.toString(16).padStart(16, '0'),
      }),
    );
  expect(seen.size).toBe(200_000);
});
