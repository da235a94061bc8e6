import { LEAST_P_VALUE, formatNumber, formatShare } from '../base/numbers.js';
import type { Baseline, GateCheck, Measure } from './gate.js';

const WORDS: Readonly<Record<Measure, string>> = {
  successShare: 'share of successes',
  errorShare: 'share of errors',
  samples: 'number of samples',
  meanScore: 'mean score',
  medianScore: 'median score',
  minScore: 'lowest score',
  maxScore: 'highest score',
  labelShare: 'share of the label',
  failedShare: 'share of failed evaluations',
  labelDrift: 'drift of the labels',
  agreement: 'agreement',
  kappa: "Cohen's kappa",
  condition: 'condition',
};

/** What a check measures: `mean score of relevance, steps score`. */
export function checkName(check: GateCheck): string {
  const { measure, of, evaluation, label, reason, between, condition } = check;
  if (measure === 'condition') return `condition ${condition ?? ''}`.trimEnd();
  const which = label ?? (reason === undefined ? undefined : `(${reason})`);
  const what = which === undefined ? WORDS[measure] : `${WORDS[measure]} ${which}`;
  const subject = between?.join(' and ') ?? evaluation;
  const ofWhat = subject === undefined ? '' : ` of ${subject}`;
  return `${what}${ofWhat}, ${of.length === 1 ? 'step' : 'steps'} ${of.join(', ')}`;
}

/** What a check expects: `at least 0.8, warns below 0.9, at most 0.05 lower than the previous run`. */
export function checkBounds(check: GateCheck): string {
  const value = (bound: number): string => measureText(check.measure, bound);
  const bounds = [
    check.min === undefined ? null : `at least ${value(check.min)}`,
    check.max === undefined ? null : `at most ${value(check.max)}`,
    check.warnBelow === undefined ? null : `warns below ${value(check.warnBelow)}`,
    check.warnAbove === undefined ? null : `warns above ${value(check.warnAbove)}`,
    check.maxDrop === undefined
      ? null
      : `at most ${value(check.maxDrop)} lower than ${baselineName(check.baseline)}`,
    check.maxRise === undefined
      ? null
      : `at most ${value(check.maxRise)} higher than ${baselineName(check.baseline)}`,
    check.outsideControlLimits === undefined
      ? null
      : `within ${formatNumber(check.outsideControlLimits)} standard deviations of ${baselineName(check.baseline)}`,
    check.measure === 'labelDrift' ? `compared with ${baselineName(check.baseline)}` : null,
    check.significance === undefined ? null : `significant at ${formatNumber(check.significance)}`,
    check.minSamples === undefined ? null : `${check.minSamples} samples or more`,
    check.range === undefined ? null : `scores from ${check.range[0]} to ${check.range[1]}`,
  ].filter((bound) => bound !== null);
  if (bounds.length > 0) return bounds.join(', ');
  return check.measure === 'condition' ? 'true' : 'to be known';
}

export function baselineName(baseline: Baseline | undefined): string {
  switch (baseline?.kind) {
    case 'experiment':
      return `experiment ${baseline.experiment}`;
    case 'value':
      return formatNumber(baseline.value);
    case 'previous':
      return 'the previous run';
    case 'previousWindow':
      return 'the window before';
    case 'sameWindowLastWeek':
      return 'the same window a week before';
    case 'trailing':
      return `the ${baseline.windows} windows before`;
    case 'range':
      return `the spans from ${baseline.start} to ${baseline.end}`;
    case undefined:
      return 'the baseline';
  }
}

export const isShare = (measure: Measure): boolean =>
  measure.endsWith('Share') || measure === 'labelDrift' || measure === 'agreement';

/** A measured value as people read it: shares in percent, scores as numbers. */
export const measureText = (measure: Measure, value: number | null): string =>
  value !== null && isShare(measure) ? formatShare(value) : formatNumber(value);

const QUANTITIES = {
  meanScore: 'mean',
  medianScore: 'median',
  minScore: 'lowest',
  maxScore: 'highest',
} as const;

/** What a check measures, in words. */
export function subjectOf(check: GateCheck): string {
  const { measure, of, evaluation = '', label = '', reason, between = [], condition = '' } = check;
  const where = of.length === 0 ? '' : ` of ${of.join(', ')}`;
  switch (measure) {
    case 'condition':
      return `the condition ${clip(condition, 200)}`;
    case 'labelShare':
      return `share of eval.${evaluation}.label ${JSON.stringify(label)}${where}`;
    case 'failedShare':
      return `share of eval.${evaluation} that failed${reason === undefined ? '' : ` (${reason})`}${where}`;
    case 'labelDrift':
      return `drift of eval.${evaluation}.label${where}`;
    case 'agreement':
      return `agreement of ${between.join(' and ')}${where}`;
    case 'kappa':
      return `kappa of ${between.join(' and ')}${where}`;
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

const UNITS: Readonly<Partial<Record<Measure, string>>> = {
  labelShare: 'label',
  failedShare: 'evaluation',
  labelDrift: 'label',
  agreement: 'pair',
  kappa: 'pair',
};

/** What its values are called. */
export function unitOf({ measure }: GateCheck, count: number): string {
  const noun = UNITS[measure] ?? (measure.endsWith('Score') ? 'score' : 'sample');
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number for people: six digits are more than any gate is set to. */
export const inDigits = (value: number): string => String(Number(value.toPrecision(6)));

/** A p-value in words; those below what can be computed are one. */
export const pValueText = (pValue: number): string =>
  pValue <= LEAST_P_VALUE ? `p < ${LEAST_P_VALUE}` : `p = ${inDigits(pValue)}`;

export const clip = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
