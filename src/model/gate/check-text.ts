import { formatNumber, formatShare } from '../base/format-number.js';
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
  condition: 'condition',
};

/** What a check measures: `mean score of relevance, steps score`. */
export function checkName({ measure, of, evaluation, label, condition }: GateCheck): string {
  if (measure === 'condition') return `condition ${condition ?? ''}`.trimEnd();
  const what = label === undefined ? WORDS[measure] : `${WORDS[measure]} ${label}`;
  const ofWhat = evaluation === undefined ? '' : ` of ${evaluation}`;
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
    check.significance === undefined ? null : `significant at ${formatNumber(check.significance)}`,
    check.minSamples === undefined ? null : `${check.minSamples} samples or more`,
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
    case undefined:
      return 'the baseline';
  }
}

export const isShare = (measure: Measure): boolean =>
  measure === 'successShare' || measure === 'errorShare' || measure === 'labelShare';

/** A measured value as people read it: shares in percent, scores as numbers. */
export const measureText = (measure: Measure, value: number | null): string =>
  value !== null && isShare(measure) ? formatShare(value) : formatNumber(value);
