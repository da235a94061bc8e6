import type { Kind } from './kinds/kind.js';
import { createRandom } from './random.js';

/** One trial: what it is, and the seed of all that chance decides in it. */
export interface TrialPlan {
  /** From 1 on; the same number, seed and set of kinds mean the same trial. */
  readonly number: number;
  readonly kind: Kind;
  readonly cancel: boolean;
  readonly seed: number;
}

type Combination = Pick<TrialPlan, 'kind' | 'cancel'>;

/** Rare kinds are planned in the first of so many cycles. */
const RARE_EVERY = 10;

/** Every kind with and without a cancel, in an order of the seed's, before any comes again. */
export function planTrials(seed: number, count: number, kinds: readonly Kind[]): readonly TrialPlan[] {
  const random = createRandom(seed);
  const combinations = kinds.flatMap(combinationsOf);
  const plans: TrialPlan[] = [];
  for (let cycle = 0; plans.length < count && combinations.length > 0; cycle += 1) {
    const due = combinations.filter(({ kind }) => kind.rare !== true || cycle % RARE_EVERY === 0);
    for (const combination of random.shuffle(due)) {
      plans.push({ number: plans.length + 1, ...combination, seed: random.int(0, 2 ** 31 - 1) });
    }
  }
  return plans.slice(0, count);
}

function combinationsOf(kind: Kind): readonly Combination[] {
  if (kind.cancels === 'always') return [{ kind, cancel: true }];
  if (kind.cancels === 'never') return [{ kind, cancel: false }];
  return [
    { kind, cancel: false },
    { kind, cancel: true },
  ];
}
