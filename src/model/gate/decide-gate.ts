import type {
  BaselineEvidence,
  CheckEvidence,
  CheckResult,
  Gate,
  GateAnswer,
  GateCheck,
  GateResult,
} from './gate.js';
import { isAbove, isBelow, withoutNoise } from '../base/numbers.js';
import { clip, inDigits, subjectOf, unitOf } from './check-text.js';

interface CheckAnswer {
  answer: GateAnswer;
  what: string;
}

/** A reason is kept in a history and printed in a line. */
const MAX_REASON_LENGTH = 600;

/**
 * The answer of one check to its evidence. Bounds are inclusive. Where evidence is missing (no value, too few values, no
 * baseline), the answer is the check's `onNoEvidence`, else the gate's, else fail. Evidence that is there and cannot be
 * read is not missing: it is a fail.
 */
export function decideCheck(
  check: GateCheck,
  evidence: CheckEvidence,
  onNoEvidence: GateAnswer = 'fail',
): CheckResult {
  const { answer, reason } = answerOf(check, evidence, onNoEvidence);
  return {
    check,
    answer,
    reason: clip(`${reason}${reusedNote(evidence)}`, MAX_REASON_LENGTH),
    value: hasTooFew(check, evidence) ? null : numberOrNull(evidence.value),
    samples: evidence.samples,
    source: evidence.source,
    ...(evidence.scores === undefined ? {} : { scores: evidence.scores }),
    ...(evidence.baseline === undefined ? {} : { baseline: besides(evidence, evidence.baseline) }),
  };
}

/** Numbers of an experiment that existed before say nothing of what this pipeline runs. */
function reusedNote({ source, baseline }: CheckEvidence): string {
  const here = (source.reused ?? []).map((how) => ` (${how})`);
  const before = (baseline?.source.reused ?? []).map((how) => ` (in the baseline: ${how})`);
  return [...here, ...before].join('');
}

function answerOf(
  check: GateCheck,
  evidence: CheckEvidence,
  onNoEvidence: GateAnswer,
): Pick<CheckResult, 'answer' | 'reason'> {
  const unreadable = unreadableIn(evidence);
  if (unreadable !== null)
    return { answer: 'fail', reason: `the evidence for ${subjectOf(check)} cannot be read: ${unreadable}` };
  const gap = gapIn(check, evidence);
  if (gap !== null) {
    const answer = check.onNoEvidence ?? onNoEvidence;
    return { answer, reason: `no evidence for ${subjectOf(check)}: ${gap}` };
  }
  const findings = findingsOf(check, evidence);
  const bad = findings.filter(({ answer }) => answer !== 'pass');
  return {
    answer: worstAnswer(findings.map(({ answer }) => answer)),
    reason: `${measured(check, evidence)}: ${bad.map(({ what }) => what).join('; ') || 'as it should be'}`,
  };
}

function unreadableIn({ unreadable, baseline }: CheckEvidence): string | null {
  if (unreadable !== undefined) return unreadable;
  return baseline?.unreadable === undefined ? null : `baseline: ${baseline.unreadable}`;
}

function gapIn(check: GateCheck, evidence: CheckEvidence): string | null {
  const { value, samples, missing, baseline } = evidence;
  if (missing !== null) return missing;
  if (numberOrNull(value) === null) return 'there is no value';
  if (hasTooFew(check, evidence))
    return `there are only ${unitOf(check, samples)}, ${leastSamples(check)} are needed`;
  if (!wantsBaseline(check)) return null;
  if (baseline === undefined) return 'there is no baseline to compare it with';
  if (baseline.missing !== null) return `no baseline: ${baseline.missing}`;
  return numberOrNull(baseline.value) === null ? 'no baseline: it has no value' : null;
}

const wantsBaseline = ({ baseline, maxDrop, maxRise }: GateCheck): boolean =>
  baseline !== undefined || maxDrop !== undefined || maxRise !== undefined;

const hasTooFew = (check: GateCheck, { samples }: CheckEvidence): boolean => samples < leastSamples(check);

// No run at all is a number of samples too, as long as there was a step; a condition rests on no samples.
const leastSamples = ({ measure, minSamples }: GateCheck): number =>
  measure === 'condition' ? 0 : (minSamples ?? (measure === 'samples' ? 0 : 1));

const numberOrNull = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : value;

function findingsOf(check: GateCheck, { value, baseline }: CheckEvidence): CheckAnswer[] {
  const found = value ?? 0;
  const findings = check.measure === 'condition' ? [ofCondition(found)] : boundsOf(check, found);
  const pass: CheckAnswer = { answer: 'pass', what: '' };
  if (baseline?.value === undefined || baseline.value === null) return [pass, ...findings];
  return [pass, ...findings, ...changesOf(check, found, baseline.value, baseline)];
}

const ofCondition = (value: number): CheckAnswer =>
  value === 1 ? { answer: 'pass', what: '' } : { answer: 'fail', what: 'it is false' };

function boundsOf({ min, max, warnBelow, warnAbove }: GateCheck, value: number): CheckAnswer[] {
  const findings: CheckAnswer[] = [];
  if (min !== undefined && isBelow(value, min))
    findings.push({ answer: 'fail', what: `below the least allowed, ${inDigits(min)}` });
  if (max !== undefined && isAbove(value, max))
    findings.push({ answer: 'fail', what: `above the most allowed, ${inDigits(max)}` });
  if (warnBelow !== undefined && isBelow(value, warnBelow))
    findings.push({ answer: 'warn', what: `below ${inDigits(warnBelow)}, where warnings begin` });
  if (warnAbove !== undefined && isAbove(value, warnAbove))
    findings.push({ answer: 'warn', what: `above ${inDigits(warnAbove)}, where warnings begin` });
  return findings;
}

function changesOf(
  check: GateCheck,
  value: number,
  before: number,
  baseline: BaselineEvidence,
): CheckAnswer[] {
  const findings: CheckAnswer[] = [];
  const { maxDrop, maxRise } = check;
  if (maxDrop !== undefined && isBelow(value, before - maxDrop))
    findings.push(
      tooMuch(check, baseline, `a drop of ${inDigits(before - value)}, ${inDigits(maxDrop)} is allowed`),
    );
  if (maxRise !== undefined && isAbove(value, before + maxRise))
    findings.push(
      tooMuch(check, baseline, `a rise of ${inDigits(value - before)}, ${inDigits(maxRise)} is allowed`),
    );
  return findings;
}

/** A change that could not be tested counts: otherwise few samples would open the gate. */
function tooMuch({ significance }: GateCheck, { pValue }: BaselineEvidence, what: string): CheckAnswer {
  if (significance === undefined) return { answer: 'fail', what };
  if (pValue === null)
    return {
      answer: 'fail',
      what: `${what}, and whether it is significant cannot be tested with these values`,
    };
  const p = `p = ${inDigits(pValue)}`;
  return pValue <= significance
    ? { answer: 'fail', what: `${what}, significant (${p})` }
    : { answer: 'warn', what: `${what}, but not significant (${p}, not below ${significance})` };
}

function measured(check: GateCheck, { value, samples, scores, baseline }: CheckEvidence): string {
  if (check.measure === 'condition') return subjectOf(check);
  const rest = scores === undefined ? 0 : scores.runs - scores.count;
  const without = rest > 0 ? `, ${rest} of ${scores?.runs} runs have none` : '';
  const over = check.measure === 'samples' ? '' : ` (${unitOf(check, samples)}${without})`;
  const before =
    baseline?.value === undefined || baseline.value === null ? '' : `, baseline ${inDigits(baseline.value)}`;
  return `${subjectOf(check)} is ${inDigits(value ?? 0)}${over}${before}`;
}

function besides(
  { value }: CheckEvidence,
  { value: before, samples, pValue, test, source, scores }: BaselineEvidence,
): NonNullable<CheckResult['baseline']> {
  const difference = value === null || before === null ? null : withoutNoise(value - before);
  const rest = scores === undefined ? {} : { scores };
  return { value: before, samples, difference, pValue, test, source, ...rest };
}

/** The answer of a gate: the worst of its checks. A gate that checks nothing has no evidence for anything. */
export const decideGate = ({ onNoEvidence = 'fail' }: Gate, checks: CheckResult[]): GateResult => ({
  answer: checks.length === 0 ? onNoEvidence : worstAnswer(checks.map(({ answer }) => answer)),
  checks,
});

const WORST_FIRST: readonly GateAnswer[] = ['fail', 'warn', 'pass'];

/** The worst of some answers; `pass` of none. */
const worstAnswer = (answers: readonly GateAnswer[]): GateAnswer =>
  WORST_FIRST.find((answer) => answers.includes(answer)) ?? 'pass';
