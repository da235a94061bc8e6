import type { Gate, GateAnswer, GateCheck } from './gate.js';
import type { BaselineEvidence, CheckEvidence, CheckResult, GateResult } from './evidence.js';
import { isAbove, isBelow, withoutNoise } from '../base/numbers.js';
import { definedOnly } from '../base/objects.js';
import { baselineName, clip, inDigits, subjectOf, unitOf } from './check-text.js';
import { changesOf, unprovenAs } from './decide-change.js';
import type { CheckAnswer } from './decide-change.js';
import { howWindowsWereRead } from './window-text.js';

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
    reason: clip(`${reason}${reusedNote(evidence)}${howWindowsWereRead(check, evidence)}`, MAX_REASON_LENGTH),
    value: hasTooFew(check, evidence) ? null : numberOrNull(evidence.value),
    samples: evidence.samples,
    ...definedOnly({ interval: hasTooFew(check, evidence) ? undefined : evidence.interval }),
    source: evidence.source,
    ...definedOnly({
      scores: evidence.scores,
      failures: evidence.failures,
      confusion: evidence.confusion,
    }),
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
  const { value, samples, missing } = evidence;
  if (missing !== null) return missing;
  if (hasTooFew(check, evidence))
    return `there are only ${unitOf(check, samples)}, ${leastSamples(check)} are needed`;
  return gapInBaseline(check, evidence) ?? (numberOrNull(value) === null ? 'there is no value' : null);
}

function gapInBaseline(check: GateCheck, { baseline }: CheckEvidence): string | null {
  if (!wantsBaseline(check)) return null;
  if (baseline === undefined) return 'there is no baseline to compare it with';
  if (baseline.missing !== null) return `no baseline: ${baseline.missing}`;
  if (check.outsideControlLimits !== undefined && !baseline.control)
    return 'no baseline: there are too few windows for control limits';
  // A drift is itself the comparison.
  const hasValue = check.measure === 'labelDrift' || numberOrNull(baseline.value) !== null;
  return hasValue ? null : 'no baseline: it has no value';
}

const wantsBaseline = ({ measure, baseline, ...bounds }: GateCheck): boolean =>
  baseline !== undefined ||
  measure === 'labelDrift' ||
  [bounds.maxDrop, bounds.maxRise, bounds.outsideControlLimits].some((bound) => bound !== undefined);

const hasTooFew = (check: GateCheck, { samples }: CheckEvidence): boolean => samples < leastSamples(check);

// No run at all is a number of samples too, as long as there was a step; a condition rests on no samples.
const leastSamples = ({ measure, minSamples }: GateCheck): number =>
  measure === 'condition' ? 0 : (minSamples ?? (measure === 'samples' ? 0 : 1));

const numberOrNull = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : value;

function findingsOf(check: GateCheck, { value, baseline }: CheckEvidence): CheckAnswer[] {
  const found = value ?? 0;
  const pass: CheckAnswer = { answer: 'pass', what: '' };
  if (check.measure === 'condition') return [pass, ofCondition(found)];
  const bounds = boundsOf(check, found);
  if (baseline === undefined) return [pass, ...bounds];
  const isDrift = check.measure === 'labelDrift';
  const inBounds = isDrift ? bounds.map((each) => unprovenAs(check, baseline, each)) : bounds;
  return [pass, ...inBounds, ...changesOf(check, found, baseline)];
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

function measured(check: GateCheck, { value, samples, scores, source, baseline }: CheckEvidence): string {
  if (check.measure === 'condition') return subjectOf(check);
  const rest = scores === undefined ? 0 : scores.runs - scores.count;
  const rows = source.windows === undefined ? 'runs' : 'evaluations';
  const without = rest > 0 ? `, ${rest} of ${scores?.runs} ${rows} have none` : '';
  const over = check.measure === 'samples' ? '' : ` (${unitOf(check, samples)}${without})`;
  return `${subjectOf(check)} is ${inDigits(value ?? 0)}${over}${beforeText(check, baseline)}`;
}

function beforeText({ measure, baseline }: GateCheck, found: BaselineEvidence | undefined): string {
  if (found === undefined) return '';
  if (measure === 'labelDrift') return `, compared with ${baselineName(baseline)}`;
  if (found.value === null) return '';
  const which = baseline === undefined || baseline.kind === 'value' ? '' : ` (${baselineName(baseline)})`;
  return `, baseline ${inDigits(found.value)}${which}`;
}

function besides({ value }: CheckEvidence, baseline: BaselineEvidence): NonNullable<CheckResult['baseline']> {
  const { value: before, samples, pValue, test, source, scores, control, differenceInterval } = baseline;
  const difference = value === null || before === null ? null : withoutNoise(value - before);
  return {
    ...{ value: before, samples, difference },
    ...definedOnly({ interval: differenceInterval }),
    ...{ pValue, test, source },
    ...definedOnly({ scores, control: control ?? undefined }),
  };
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
