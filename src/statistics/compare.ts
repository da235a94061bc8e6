import { permutationTest } from 'simple-statistics';
import { seededRandom } from './seeded-random.js';

/** What a significance test found. */
export interface Comparison {
  /**
   * How likely a difference of means this large, in either direction, would be if both sides came from the same source:
   * above 0, up to 1. Null where there are too few or too many values to tell.
   */
  pValue: number | null;
  /** Its name, for people; null where none was made. */
  test: string | null;
}

/** With fewer values on a side, even the largest difference is hardly below the usual 0.05. */
export const MIN_VALUES = 8;

const PERMUTATIONS = 2000;
const FEWEST_PERMUTATIONS = 200;
/** Up to so many values on both sides together all permutations are made; beyond, fewer, so that a worker is not held up. */
const FULL_SIZE = 10_000;
/** On both sides together. Beyond, even the fewest permutations would hold up a worker for a second and more. */
const MAX_COMPARED_VALUES = 100_000;
const SEED = 20_061_031;

/**
 * Whether two sets of values differ in their means. By permutation: scores are bounded, have many ties (often only 0 and
 * 1) and come in small samples, so that no test that assumes a distribution fits; this one only assumes that under "no
 * difference" it does not matter which value is on which side. Seeded and blind to the order of the values: the same
 * values give the same answer. Values of the same example are not paired, which makes the test the more cautious one.
 */
export function compare(a: readonly number[], b: readonly number[]): Comparison {
  const size = a.length + b.length;
  if (a.length < MIN_VALUES || b.length < MIN_VALUES || size > MAX_COMPARED_VALUES)
    return { pValue: null, test: null };
  const permutations = permutationsFor(size);
  const extreme = permutationTest(inOrder(a), inOrder(b), 'two_side', permutations, seededRandom(SEED));
  // What was observed is itself one of the possible arrangements: a p-value is never 0.
  const pValue = (Math.round(extreme * permutations) + 1) / (permutations + 1);
  return { pValue, test: `permutation test of the difference of means, ${permutations} permutations` };
}

/** How many permutations are made for samples of `size` values together. */
export function permutationsFor(size: number): number {
  if (size <= FULL_SIZE) return PERMUTATIONS;
  return Math.max(FEWEST_PERMUTATIONS, Math.round((PERMUTATIONS * FULL_SIZE) / size));
}

const inOrder = (values: readonly number[]): number[] => [...values].sort((x, y) => x - y);
