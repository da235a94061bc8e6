import type { GateAnswer } from './gate.js';

const WORST_FIRST: readonly GateAnswer[] = ['fail', 'warn', 'pass'];

/** The worst of some answers; `pass` of none. */
export const worstAnswer = (answers: readonly GateAnswer[]): GateAnswer =>
  WORST_FIRST.find((answer) => answers.includes(answer)) ?? 'pass';
