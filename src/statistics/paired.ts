import { mean, sampleStandardDeviation } from 'simple-statistics';
import { withoutNoise } from '../model/base/numbers.js';
import { MIN_VALUES, permutationsFor } from './compare.js';
import type { Comparison } from './compare.js';
import { studentBound95 } from './distributions.js';
import type { Interval } from './proportions.js';
import { seededRandom } from './seeded-random.js';

/** What a paired test found. */
export interface PairedComparison extends Comparison {
  /** The 95 % interval of the mean difference; null where nothing is known of the spread. */
  interval: Interval | null;
}

const SEED = 20_061_031;

/**
 * Whether differences within pairs (here minus there, of the same example) have a mean of zero. By flipping their signs at
 * random: under "no difference" it does not matter which side of a pair is which. Seeded and blind to the order. Needs eight
 * pairs that differ: of fewer, even the most extreme is hardly below 0.05.
 */
export function comparePairs(differences: readonly number[]): PairedComparison {
  const sorted = [...differences].map(withoutNoise).sort((x, y) => x - y);
  const interval = pairedInterval(sorted);
  const moved = sorted.filter((difference) => difference !== 0);
  if (differences.length < MIN_VALUES) return { pValue: null, test: null, interval };
  if (moved.length === 0) return { pValue: 1, test: 'sign-flip test: no pair differs', interval };
  if (moved.length < MIN_VALUES) return { ...exactTest(moved), interval };
  const flips = permutationsFor(moved.length);
  return {
    pValue: flippedAtRandom(moved, flips),
    test: `sign-flip test of ${differences.length} pairs, ${flips} permutations`,
    interval,
  };
}

/** Of so few pairs that differ, all ways to flip them are counted. */
function exactTest(moved: readonly number[]): Comparison {
  const ways = 2 ** moved.length;
  const observed = Math.abs(sumOf(moved)) - SLACK;
  let extreme = 0;
  for (let way = 0; way < ways; way++) {
    const sum = sumOf(moved.map((difference, at) => ((way >> at) & 1 ? -difference : difference)));
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return { pValue: extreme / ways, test: `sign-flip test, all ${ways} ways to flip the pairs that differ` };
}

function flippedAtRandom(moved: readonly number[], flips: number): number {
  const random = seededRandom(SEED);
  const observed = Math.abs(sumOf(moved)) - SLACK;
  let extreme = 0;
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (const difference of moved) sum += random() < 0.5 ? difference : -difference;
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return (extreme + 1) / (flips + 1);
}

/** Sums of the same numbers in another order differ by rounding. */
const SLACK = 1e-9;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function pairedInterval(differences: number[]): Interval | null {
  if (differences.length < 2) return null;
  const centre = mean(differences);
  const reach =
    (studentBound95(differences.length - 1) * sampleStandardDeviation(differences)) /
    Math.sqrt(differences.length);
  return reach > SLACK ? [withoutNoise(centre - reach), withoutNoise(centre + reach)] : null;
}
