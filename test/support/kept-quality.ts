import fc from 'fast-check';
import type { KeptQuality } from '../../src/model/quality/kept/kept-quality.js';
import type { MergedSummary } from '../../src/model/quality/kept/merged-summary.js';
import { HOUR_MS, NOVEMBER_MS } from './coverage-entry.js';

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** Scores and labels in numbers, computed from all of them at once. */
export function summaryOf(scores: readonly number[], labels: readonly string[] = []): MergedSummary {
  const sorted = scores.toSorted((a, b) => a - b);
  const mean = scores.length === 0 ? null : meanOf(scores);
  const squares = scores.map((each) => (each - (mean ?? 0)) ** 2).reduce((sum, each) => sum + each, 0);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    evaluated: Math.max(scores.length, labels.length),
    count: scores.length,
    unreadable: 0,
    mean,
    sd: scores.length < 2 ? null : Math.sqrt(squares / (scores.length - 1)),
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
    quartiles: scores.length === 0 ? null : [at(0.25), at(0.5), at(0.75)],
    labels: Object.fromEntries(counts),
    otherLabels: 0,
    histogram: scores.length === 0 ? [] : [scores.length, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  };
}

/** The quality of an hour of November 2026, with one evaluation. */
export const keptQuality = (
  hour: number,
  scores: readonly number[],
  more: Partial<KeptQuality> & { labels?: readonly string[]; name?: string } = {},
): KeptQuality => {
  const { labels = [], name = 'relevance', ...members } = more;
  const startMs = NOVEMBER_MS + hour * HOUR_MS;
  return {
    startMs,
    endMs: startMs + HOUR_MS,
    readMs: startMs + 4 * HOUR_MS,
    runId: `R${hour}`,
    windows: 1,
    spans: Math.max(scores.length, labels.length),
    isSample: false,
    exact: { filter: null, attributedBy: { [name]: 'run' } },
    evaluations: { [name]: summaryOf(scores, labels) },
    ...members,
  };
};

export const anyScores = (): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { maxLength: 30 });

export const anyLabels = (): fc.Arbitrary<string[]> =>
  fc.array(fc.constantFrom('good', 'bad', '__proto__', 'constructor'), { maxLength: 20 });
