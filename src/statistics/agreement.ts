import { withoutNoise } from '../model/base/numbers.js';
import { NORMAL_BOUND_95 } from './distributions.js';
import { shareInterval } from './proportions.js';
import type { Interval } from './proportions.js';

/** How often one side said `a` where the other said `b`. */
export interface ConfusionCell {
  a: string;
  b: string;
  count: number;
}

/** How far two judges agree that labelled the same things. */
export interface Agreement {
  pairs: number;
  /** Of the pairs with the same label on both sides. */
  share: number;
  shareInterval: Interval;
  /**
   * Cohen's kappa: the agreement beyond that of chance, 1 at most, 0 for no better than chance. Null where both sides gave
   * one and the same label to everything, since then chance alone explains it all.
   */
  kappa: number | null;
  /** Its 95 % interval, by the standard error for large samples (Fleiss, Cohen and Everitt, 1969). */
  kappaInterval: Interval | null;
}

/** How far two judges agree; null of no pair. */
export function agreementOf(confusion: readonly ConfusionCell[]): Agreement | null {
  const pairs = confusion.reduce((sum, { count }) => sum + count, 0);
  if (pairs === 0) return null;
  const same = confusion.reduce((sum, { a, b, count }) => sum + (a === b ? count : 0), 0);
  return {
    pairs,
    share: withoutNoise(same / pairs),
    shareInterval: shareInterval(same, pairs),
    ...kappaOf(confusion, pairs, same / pairs),
  };
}

function kappaOf(
  confusion: readonly ConfusionCell[],
  pairs: number,
  observed: number,
): Pick<Agreement, 'kappa' | 'kappaInterval'> {
  const [ofA, ofB] = [margin(confusion, 'a', pairs), margin(confusion, 'b', pairs)];
  const byChance = [...ofA].reduce((sum, [label, share]) => sum + share * (ofB.get(label) ?? 0), 0);
  if (byChance > 1 - 1e-12) return { kappa: null, kappaInterval: null };
  const kappa = (observed - byChance) / (1 - byChance);
  const reach = NORMAL_BOUND_95 * Math.sqrt(varianceOf(confusion, pairs, { kappa, byChance, ofA, ofB }));
  return {
    kappa: withoutNoise(kappa),
    kappaInterval: [withoutNoise(Math.max(-1, kappa - reach)), withoutNoise(Math.min(1, kappa + reach))],
  };
}

interface Chance {
  kappa: number;
  byChance: number;
  ofA: ReadonlyMap<string, number>;
  ofB: ReadonlyMap<string, number>;
}

function varianceOf(
  confusion: readonly ConfusionCell[],
  pairs: number,
  { kappa, byChance, ofA, ofB }: Chance,
): number {
  const rest = 1 - kappa;
  const weighted = confusion.reduce((sum, { a, b, count }) => {
    const margins = a === b ? (ofA.get(a) ?? 0) + (ofB.get(a) ?? 0) : (ofA.get(b) ?? 0) + (ofB.get(a) ?? 0);
    const weight = a === b ? (1 - margins * rest) ** 2 : (margins * rest) ** 2;
    return sum + (count / pairs) * weight;
  }, 0);
  const drift = (kappa - byChance * rest) ** 2;
  return Math.max(0, weighted - drift) / (pairs * (1 - byChance) ** 2);
}

/** The share of each label on one side. */
function margin(confusion: readonly ConfusionCell[], side: 'a' | 'b', pairs: number): Map<string, number> {
  const shares = new Map<string, number>();
  for (const cell of confusion) shares.set(cell[side], (shares.get(cell[side]) ?? 0) + cell.count / pairs);
  return shares;
}
