import { factsOf, firstFacts } from '../notification/facts.js';
import type { Evidence } from '../notification/notice.js';
import type { NoticeSketch } from '../notification/notice-of.js';
import { checkBounds, checkName, measureText, unitOf } from './check-text.js';
import type { CheckResult, GateResult } from './evidence.js';

const SHOWN = 15;

/** What is told of a gate that did not pass, in numbers alone; null: it passed. */
export function gateNotice(
  subject: NoticeSketch['subject'],
  stepId: string,
  { answer, checks }: GateResult,
  occurrence: string,
): NoticeSketch | null {
  if (answer === 'pass') return null;
  const crossed = checks.filter((check) => check.answer === answer);
  const others = checks.filter((check) => check.answer !== answer);
  return {
    kind: answer === 'fail' ? 'gate-failed' : 'gate-warned',
    subject,
    title: `The gate of step ${stepId} ${answer === 'fail' ? 'failed' : 'warns'}: ${crossed.length} of ${checks.length} checks`,
    evidence: [...factsOf(['step', stepId]), ...firstFacts([...crossed, ...others].map(checkFact), SHOWN)],
    occurrence,
  };
}

const checkFact = ({ check, answer, value, samples, baseline }: CheckResult): Evidence => {
  const measured =
    value === null
      ? 'not measured'
      : `${check.measure === 'condition' ? String(value === 1) : measureText(check.measure, value)} (${unitOf(check, samples)})`;
  const compared =
    baseline === undefined
      ? ''
      : `, baseline ${measureText(check.measure, baseline.value)}, difference ${measureText(check.measure, baseline.difference)}`;
  return {
    name: checkName(check),
    value: `${ANSWERS[answer]}: measured ${measured}${compared}; wanted ${checkBounds(check)}`,
  };
};

const ANSWERS = { pass: 'passed', warn: 'warned', fail: 'failed' } as const;
