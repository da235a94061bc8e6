import { agreementOf } from '../../statistics/agreement.js';
import type { ConfusionCell } from '../../statistics/agreement.js';
import type { SideEvidence } from '../../model/gate/evidence.js';
import type { GateCheck } from '../../model/gate/gate.js';
import { definedOnly } from '../../model/base/objects.js';
import type { RunValue } from './experiment-scores.js';
import { absent } from './measured.js';
import type { Measured } from './measured.js';

/** The agreement of two evaluations on the runs that both of them labelled. */
export function agreementOfPairs(
  check: GateCheck,
  first: readonly RunValue[],
  second: readonly RunValue[],
  source: SideEvidence['source'],
): Measured {
  const said = new Map(second.map(({ runId, label }) => [runId, label]));
  const cells = new Map<string, ConfusionCell>();
  for (const { runId, label: a } of first) {
    const b = said.get(runId) ?? null;
    if (a === null || b === null) continue;
    const key = JSON.stringify([a, b]);
    cells.set(key, { a, b, count: (cells.get(key)?.count ?? 0) + 1 });
  }
  return measuredAgreement(check, [...cells.values()], source);
}

const MAX_CELLS = 25;

/** How often the two labelled alike, as evidence of the check. */
export function measuredAgreement(
  { measure, between: [first, second] = ['', ''] }: GateCheck,
  cells: readonly ConfusionCell[],
  source: SideEvidence['source'],
): Measured {
  const found = agreementOf(cells);
  if (found === null) return absent(`nothing has labels of both ${first} and ${second}`, source);
  const { pairs, share, shareInterval, kappa, kappaInterval } = found;
  if (measure === 'kappa' && kappa === null)
    return absent(`both gave the same label to all ${pairs} pairs, so kappa is not defined`, source);
  const confusion = cells.toSorted((one, other) => other.count - one.count).slice(0, MAX_CELLS);
  const interval = measure === 'kappa' ? (kappaInterval ?? undefined) : shareInterval;
  return {
    evidence: {
      ...{ value: measure === 'kappa' ? kappa : share, samples: pairs, missing: null },
      ...definedOnly({ interval }),
      ...{ source, confusion },
    },
    comparable: null,
  };
}
