import { expect, test } from 'vitest';
import {
  addSums,
  noSums,
  ratioError,
  sumsOf,
  totalError,
} from '../../../src/model/quality/tally/cluster-sums.js';
import {
  addSpan,
  mergeTallies,
  openTally,
  rulesFor,
  tallyOfPart,
} from '../../../src/model/quality/span-tally.js';
import { windowQuality } from '../../../src/model/quality/window-quality.js';
import type { Reading } from '../../../src/model/quality/window-quality.js';
import { evaluation, question, spanAt } from './spans.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Part of a window: how many scores it has, and what they sum up to. */
interface Part {
  n: number;
  s: number;
}

const sum = (parts: readonly Part[], of: keyof Part) => parts.reduce((total, part) => total + part[of], 0);

function estimate(parts: readonly Part[], of: number) {
  const [n, s] = [sum(parts, 'n'), sum(parts, 's')];
  const sums = parts.map((part) => sumsOf(part.n, part.s)).reduce(addSums, noSums());
  const drawn = { read: parts.length, of };
  return {
    ...{ mean: s / n, meanError: ratioError(sums, n, s, drawn) ?? 0 },
    ...{ total: (n * of) / parts.length, totalError: totalError(sums.nn, n, drawn) ?? 0 },
  };
}

test.each([10, 20, 100])(
  'the 95 %% bounds of %d of 200 parts hold the truth about 95 times of 100',
  (count) => {
    const trials = 2000;
    const missed = { mean: 0, total: 0 };
    for (let seed = 1; seed <= trials; seed++) {
      const random = randomFrom(seed);
      const parts = Array.from({ length: 200 }, () => {
        const n = 50 + Math.floor(random() * 100);
        return { n, s: n * (0.3 + 0.4 * random()), at: random() };
      });
      const sample = parts.toSorted((a, b) => a.at - b.at).slice(0, count);
      const { mean, meanError, total, totalError: totalBound } = estimate(sample, parts.length);
      if (Math.abs(mean - sum(parts, 's') / sum(parts, 'n')) > meanError) missed.mean += 1;
      if (Math.abs(total - sum(parts, 'n')) > totalBound) missed.total += 1;
    }
    for (const each of Object.values(missed)) {
      expect(each / trials).toBeGreaterThan(0.03);
      expect(each / trials).toBeLessThan(0.07);
    }
  },
);

const asked = question();
const rules = rulesFor(asked);

/** Parts of two spans each, of which one more is scored well from part to part. */
const tallies = Array.from({ length: 10 }, (_, part) => {
  const tally = openTally(asked);
  const judged = (score: number) => [evaluation({ score, label: score > 4 ? 'good' : 'bad' })];
  for (const nth of [0, 1]) addSpan(tally, spanAt(nth, { evaluations: judged(part) }), rules);
  return tallyOfPart(tally);
});
const sampleOf = (count: number, unfinished = 0) => {
  const reading: Reading = {
    how: 'sample',
    requests: 10,
    share: count / 20,
    parts: { read: count, of: 20 },
    unfinished,
  };
  return windowQuality(asked, tallies.slice(0, count).reduce(mergeTallies), reading);
};

test('a sample says how far its estimates may be off, of the window, of the mean and of each label', () => {
  const sample = sampleOf(10);
  expect(sample.allSpans).toEqual({ count: 40, error: 0 });
  const [{ mean, meanError, labels } = {}] = sample.evaluations;
  expect(mean).toBe(4.5);
  expect(meanError).toBeCloseTo(1.53, 2);
  expect(labels).toMatchObject([
    { label: 'bad', count: 10, share: 0.5 },
    { label: 'good', count: 10, share: 0.5 },
  ]);
  expect(labels?.[0]?.error).toBeCloseTo(0.27, 2);
});

test('too few parts, or parts that could not be read to their end, give no bound', () => {
  for (const sample of [sampleOf(9), sampleOf(10, 1)]) {
    expect(sample.allSpans.error).toBeNull();
    expect(sample.evaluations[0]?.meanError).toBeNull();
    expect(sample.evaluations[0]?.labels.every(({ error }) => error === null)).toBe(true);
  }
});
