import type { GateCheck } from './gate.js';

const QUANTITIES = {
  meanScore: 'mean',
  medianScore: 'median',
  minScore: 'lowest',
  maxScore: 'highest',
} as const;

/** What a check measures, in words. */
export function subjectOf({ measure, of, evaluation = '', label = '', condition = '' }: GateCheck): string {
  const where = of.length === 0 ? '' : ` of ${of.join(', ')}`;
  switch (measure) {
    case 'condition':
      return `the condition ${clip(condition, 200)}`;
    case 'labelShare':
      return `share of eval.${evaluation}.label ${JSON.stringify(label)}${where}`;
    case 'successShare':
      return `success share${where}`;
    case 'errorShare':
      return `error share${where}`;
    case 'samples':
      return `number of samples${where}`;
    default:
      return `${QUANTITIES[measure]} eval.${evaluation}.score${where}`;
  }
}

/** What its values are called. */
export function unitOf({ measure }: GateCheck, count: number): string {
  const noun = measure === 'labelShare' ? 'label' : measure.endsWith('Score') ? 'score' : 'sample';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number for people: six digits are more than any gate is set to. */
export const inDigits = (value: number): string => String(Number(value.toPrecision(6)));

export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
