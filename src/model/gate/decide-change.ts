import { formatNumber, formatShare, isAbove, isBelow } from '../base/numbers.js';
import { inDigits, pValueText } from './check-text.js';
import type { BaselineEvidence, ControlEvidence } from './evidence.js';
import type { GateAnswer, GateCheck } from './gate.js';

/** What one bound of a check says. */
export interface CheckAnswer {
  answer: GateAnswer;
  what: string;
}

/** How far a value is from its baseline, where that is farther than the check allows. */
export function changesOf(check: GateCheck, value: number, baseline: BaselineEvidence): CheckAnswer[] {
  const { maxDrop, maxRise } = check;
  const { value: before, control } = baseline;
  const findings: CheckAnswer[] = [];
  const fail = (what: string): CheckAnswer => unprovenAs(check, baseline, { answer: 'fail', what });
  if (before !== null && maxDrop !== undefined && isBelow(value, before - maxDrop))
    findings.push(fail(`a drop of ${inDigits(before - value)}, ${inDigits(maxDrop)} is allowed`));
  if (before !== null && maxRise !== undefined && isAbove(value, before + maxRise))
    findings.push(fail(`a rise of ${inDigits(value - before)}, ${inDigits(maxRise)} is allowed`));
  return control ? [...findings, ...beyondLimits(check, value, control)] : findings;
}

function beyondLimits(
  { outsideControlLimits: width = 0 }: GateCheck,
  value: number,
  { limits: [low, high], windows, falseAlarmShare }: ControlEvidence,
): CheckAnswer[] {
  if (!isBelow(value, low) && !isAbove(value, high)) return [];
  const side = isBelow(value, low)
    ? `below the lower limit, ${inDigits(low)}`
    : `above the upper limit, ${inDigits(high)}`;
  const by = `mean and ${formatNumber(width)} standard deviations of ${windows} windows`;
  return [
    { answer: 'fail', what: `${side} (${by}; by chance in ${formatShare(falseAlarmShare)} of windows)` },
  ];
}

/**
 * A failed bound on a change as it counts with `significance`: only a warning if a test does not find the change significant.
 * A change that could not be tested counts: otherwise few samples would open the gate.
 */
export function unprovenAs(
  { significance }: GateCheck,
  { pValue }: BaselineEvidence,
  { answer, what }: CheckAnswer,
): CheckAnswer {
  if (significance === undefined || answer !== 'fail') return { answer, what };
  if (pValue === null)
    return { answer, what: `${what}, and whether it is significant cannot be tested with these values` };
  const p = pValueText(pValue);
  return pValue <= significance
    ? { answer, what: `${what}, significant (${p})` }
    : { answer: 'warn', what: `${what}, but not significant (${p}, not below ${significance})` };
}
