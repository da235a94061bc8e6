import { withoutNoise } from '../../model/base/numbers.js';
import { definedOnly } from '../../model/base/objects.js';
import type { BaselineEvidence, CheckEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import { compare } from '../../statistics/compare.js';
import { meanDifferenceInterval, welchTest } from '../../statistics/difference.js';
import { labelDrift } from '../../statistics/label-drift.js';
import { comparePairs } from '../../statistics/paired.js';
import { shareDifferenceInterval } from '../../statistics/proportions.js';
import type { Hits } from '../../statistics/proportions.js';
import type { Comparable, Measured } from './measured.js';

type Difference = Pick<BaselineEvidence, 'pValue' | 'test' | 'differenceInterval'>;

const UNTESTED: Difference = { pValue: null, test: null };

/** What was measured here with its baseline, and whether chance explains the difference. */
export function compareSides(check: GateCheck, here: Measured, before: Measured): CheckEvidence {
  const [a, b] = [here.comparable, before.comparable];
  if (a === null || b === null) return { ...here.evidence, baseline: { ...before.evidence, ...UNTESTED } };
  if (check.measure === 'labelDrift') return withDrift(here, before, a, b);
  const difference = differenceOf(check, a, b);
  return { ...here.evidence, baseline: { ...before.evidence, ...difference } };
}

function withDrift(here: Measured, before: Measured, a: Comparable, b: Comparable): CheckEvidence {
  const drift = a.labels === null || b.labels === null ? null : labelDrift(a.labels, b.labels);
  const { pValue = null, test = null, effect = null } = drift ?? {};
  return {
    ...here.evidence,
    value: effect,
    baseline: { ...before.evidence, value: null, pValue, test },
  };
}

function differenceOf({ measure }: GateCheck, a: Comparable, b: Comparable): Difference {
  const pairs = pairsOf(a, b);
  if (pairs !== null) {
    const { pValue, test, interval } = comparePairs(pairs);
    return { pValue, test, ...definedOnly({ differenceInterval: interval ?? undefined }) };
  }
  const interval =
    measure === 'labelShare' ? shareDifferenceInterval(hitsOf(a), hitsOf(b)) : meansInterval(a, b);
  return { ...testOf(a, b), ...definedOnly({ differenceInterval: interval ?? undefined }) };
}

const meansInterval = ({ moments: a }: Comparable, { moments: b }: Comparable) =>
  a === null || b === null ? null : meanDifferenceInterval(a, b);

const hitsOf = ({ moments }: Comparable): Hits => {
  const { count: total = 0, mean = 0 } = moments ?? {};
  return { hits: Math.round(mean * total), total };
};

function testOf(a: Comparable, b: Comparable): Difference {
  const exact = a.values === null || b.values === null ? UNTESTED : compare(a.values, b.values);
  if (exact.pValue !== null || a.moments === null || b.moments === null) return exact;
  const pValue = welchTest(a.moments, b.moments);
  return { pValue, test: pValue === null ? null : "Welch's t-test of the difference of means" };
}

/** Pairs cover the sides where all examples of both are the same; of fewer, their mean is not the difference. */
function pairsOf({ byExample: a }: Comparable, { byExample: b }: Comparable): number[] | null {
  if (a.size === 0 || a.size !== b.size || ![...a.keys()].every((id) => b.has(id))) return null;
  return [...a].map(([id, value]) => withoutNoise(value - (b.get(id) ?? 0)));
}
