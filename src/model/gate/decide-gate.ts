import type { CheckResult, Gate, GateResult } from './gate.js';
import { worstAnswer } from './worst-answer.js';

/** The answer of a gate: the worst of its checks. A gate that checks nothing has no evidence for anything. */
export const decideGate = ({ onNoEvidence = 'fail' }: Gate, checks: CheckResult[]): GateResult => ({
  answer: checks.length === 0 ? onNoEvidence : worstAnswer(checks.map(({ answer }) => answer)),
  checks,
});
