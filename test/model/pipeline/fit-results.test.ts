import { describe, expect, test } from 'vitest';
import { fitResults } from '../../../src/model/pipeline/fit-results.js';
import { jsonBytes } from '../../../src/model/base/json.js';
import type { ItemResult } from '../../../src/model/pipeline/results.js';
import { stepResult } from '../../support/step-result.js';

const row = (key: string, more: Partial<ItemResult> = {}): ItemResult => ({
  key,
  value: 'v'.repeat(500),
  state: 'succeeded',
  reason: null,
  outcome: 'succeeded',
  runId: `run-${key}`,
  experimentId: null,
  counts: null,
  attempts: 1,
  startedAt: null,
  endedAt: null,
  ...more,
});
const rows = (count: number) => Array.from({ length: count }, (_none, at) => row(String(at)));

const MOST = 1_000_000;

describe('the bytes of a value', () => {
  test.each(['plain', 'ümläut', '漢字', '🙂 and "quotes"\n', null, { a: [1, 'é'] }])('%j', (value) => {
    expect(jsonBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value)));
  });
});

describe('results that go into one payload', () => {
  test('stay as they are', () => {
    const results = [stepResult('a', { items: rows(1000) })];
    expect(fitResults(results)).toEqual(results);
  });

  test('leave out rows where they are too large, first of those that ended well, and say how many', () => {
    const items = [...rows(1999), row('bad', { state: 'failed' })];
    const results = [
      stepResult('small', { items: rows(10) }),
      stepResult('a', { items }),
      stepResult('b', { items: rows(2000) }),
    ];
    const fitted = fitResults(results, 100_000);
    expect(jsonBytes(fitted)).toBeLessThanOrEqual(MOST - 100_000);
    const [small, a, b] = fitted;
    expect(small).toEqual(results[0]);
    expect(a?.items?.at(-1)?.key).toBe('bad');
    for (const each of [a, b]) {
      expect(each?.itemsLeftOut).toBe(2000 - (each?.items?.length ?? 0));
      expect(each?.items?.length).toBeGreaterThan(500);
    }
  });

  test('count on from rows that were left out before', () => {
    const [fitted] = fitResults([stepResult('a', { items: rows(3000), itemsLeftOut: 5 })]);
    expect(fitted?.itemsLeftOut).toBe(3005 - (fitted?.items?.length ?? 0));
  });

  test('leave out the largest outputs where that is not enough', () => {
    const outputs = (length: number) => ({ text: 'x'.repeat(length) });
    const results = [1, 400_000, 450_000, 490_000, 480_000].map((length, at) =>
      stepResult(`s${at}`, { outputs: outputs(length) }),
    );
    const fitted = fitResults(results);
    expect(fitted.map((each) => each.outputs !== undefined)).toEqual([true, true, true, false, false]);
  });
});
