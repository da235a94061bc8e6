import type { SideEvidence } from '../../model/gate/evidence.js';
import type { GateCheck, MeasuredStep } from '../../model/gate/gate.js';
import { inDigits } from '../../model/gate/check-text.js';
import { isAbove, isBelow } from '../../model/base/numbers.js';
import type {
  EvaluationValues,
  ExperimentScores,
  Misfit,
  ReadExperiment,
  RunValue,
} from './experiment-scores.js';
import { agreementOfPairs } from './measure-agreement.js';
import { absent, unreadable } from './measured.js';
import type { Measured } from './measured.js';
import { measuredLabels, measuredScores } from './measured-values.js';

/** The scores or labels of one evaluation on all runs of the steps' experiments, pooled. */
export async function measureScores(
  check: GateCheck,
  steps: readonly MeasuredStep[],
  source: SideEvidence['source'],
  read: ReadExperiment,
): Promise<Measured> {
  if (check.measure === 'failedShare')
    return absent('failed evaluations can be counted only on spans, not on the runs of experiments', source);
  const without = steps.find(({ experimentIds }) => experimentIds.length === 0);
  if (without !== undefined)
    return absent(`step ${without.of} has no experiment, and the other steps have some`, source);
  const experiments: ExperimentScores[] = [];
  for (const id of source.experimentIds) {
    const experiment = await read(id);
    if (experiment === null)
      return absent(`the experiment ${id} is not there (deleted, or not for this key)`, source);
    const gap = namesOf(check).map((name) => gapIn(experiment, check, name, source));
    const wrong = gap.find((each) => each !== null);
    if (wrong !== undefined) return wrong;
    experiments.push(experiment);
  }
  return measured(check, experiments, source);
}

const namesOf = ({ between, evaluation = '' }: GateCheck): readonly string[] => between ?? [evaluation];

function gapIn(
  experiment: ExperimentScores,
  check: GateCheck,
  name: string,
  source: SideEvidence['source'],
): Measured | null {
  const wrong = unreadableIn(experiment, check, name);
  if (wrong !== null) return unreadable(wrong, source);
  const missing = missingIn(experiment, check, name);
  return missing === null ? null : absent(missing, source);
}

const isOfLabels = ({ measure }: GateCheck): boolean => !measure.endsWith('Score');

const MAX_RUNS_NAMED = 5;

/** A score that is not a number or is outside the range of the check; where labels count, one that is not a text. */
function unreadableIn(
  { experimentId, runs, evaluations }: ExperimentScores,
  check: GateCheck,
  evaluation: string,
): string | null {
  const { range } = check;
  const isLabel = isOfLabels(check);
  const values = evaluations.get(evaluation);
  if (values === undefined) return null;
  const misfits = isLabel ? values.misfits.labels : [...values.misfits.scores, ...beyond(values, range)];
  if (misfits.length === 0) return null;
  const named = misfits.slice(0, MAX_RUNS_NAMED).map(({ runId, found }) => `${runId} (${found})`);
  const more = misfits.length > named.length ? ` and ${misfits.length - named.length} more` : '';
  const member = `eval.${evaluation}.${isLabel ? 'label' : 'score'}`;
  const expected = isLabel
    ? 'a text'
    : range === undefined
      ? 'a number'
      : `a number from ${range[0]} to ${range[1]}`;
  const which = `${misfits.length} of the ${runs} runs of the experiment ${experimentId}`;
  return `${member} is not ${expected} on ${which}: ${named.join(', ')}${more}`;
}

const beyond = ({ values }: EvaluationValues, range: GateCheck['range']): Misfit[] =>
  range === undefined
    ? []
    : values.flatMap(({ runId, score }) =>
        score !== null && (isBelow(score, range[0]) || isAbove(score, range[1]))
          ? [{ runId, found: inDigits(score) }]
          : [],
      );

const MAX_NAMES = 10;

function missingIn(
  { experimentId, runs, evaluations }: ExperimentScores,
  check: GateCheck,
  evaluation: string,
): string | null {
  if (runs === 0) return `the experiment ${experimentId} has no runs`;
  const part = isOfLabels(check) ? 'label' : 'score';
  const values = evaluations.get(evaluation);
  if (values?.values.some((value) => value[part] !== null) === true) return null;
  const names = [...evaluations.keys()];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const there =
    values === undefined
      ? `the evaluations there are: ${names.slice(0, MAX_NAMES).join(', ') || 'none'}${more}`
      : `it has ${part === 'score' ? 'labels' : 'scores'} alone`;
  return `no run of the experiment ${experimentId} bears eval.${evaluation}.${part}: ${there}`;
}

function measured(
  check: GateCheck,
  experiments: readonly ExperimentScores[],
  source: SideEvidence['source'],
): Measured {
  const valuesOf = (name: string): RunValue[] =>
    experiments.flatMap(({ evaluations }) => evaluations.get(name)?.values ?? []);
  if (check.between !== undefined) {
    const [first, second] = check.between;
    return agreementOfPairs(check, valuesOf(first), valuesOf(second), source);
  }
  const values = valuesOf(check.evaluation ?? '');
  const runs = experiments.reduce((sum, each) => sum + each.runs, 0);
  return isOfLabels(check)
    ? measuredLabels(check, values, runs, source)
    : measuredScores(check, values, runs, source);
}
