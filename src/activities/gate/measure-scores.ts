import type { GateCheck, MeasuredStep, SideEvidence } from '../../model/gate/gate.js';
import { inDigits } from '../../model/gate/check-text.js';
import { isAbove, isBelow, withoutNoise } from '../../model/base/numbers.js';
import { summarise } from '../../statistics/summarise.js';
import type { ScoreValues } from '../../statistics/summarise.js';
import type { EvaluationValues, ExperimentScores, Misfit, ReadExperiment } from './experiment-scores.js';

/** Evidence with the single values behind it, for a significance test. */
export interface Measured {
  evidence: SideEvidence;
  /** Null: the test of means does not fit this measure. */
  values: number[] | null;
}

/** The scores or labels of one evaluation on all runs of the steps' experiments, pooled. */
export async function measureScores(
  check: GateCheck,
  steps: readonly MeasuredStep[],
  source: SideEvidence['source'],
  read: ReadExperiment,
): Promise<Measured> {
  const without = steps.find(({ experimentIds }) => experimentIds.length === 0);
  if (without !== undefined)
    return nothing(
      source,
      `step ${without.of} has no experiment, and scores stand on the runs of experiments`,
    );
  const experiments: ExperimentScores[] = [];
  for (const id of source.experimentIds) {
    const experiment = await read(id);
    if (experiment === null)
      return nothing(source, `the experiment ${id} is not there (deleted, or not for this key)`);
    const unreadable = unreadableIn(experiment, check);
    if (unreadable !== null)
      return { evidence: { value: null, samples: 0, missing: null, unreadable, source }, values: null };
    const missing = missingIn(experiment, check);
    if (missing !== null) return nothing(source, missing);
    experiments.push(experiment);
  }
  return measured(check, pool(experiments, check), source);
}

const nothing = (source: SideEvidence['source'], missing: string): Measured => ({
  evidence: { value: null, samples: 0, missing, source },
  values: null,
});

const MAX_RUNS_NAMED = 5;

/** A score that is not a number or is outside the range of the check; for `labelShare`, a label that is not a text. */
function unreadableIn(
  { experimentId, runs, evaluations }: ExperimentScores,
  { measure, evaluation = '', range }: GateCheck,
): string | null {
  const isLabel = measure === 'labelShare';
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

const beyond = ({ scores, scored }: EvaluationValues, range: GateCheck['range']): Misfit[] =>
  range === undefined
    ? []
    : scores.flatMap((score, at) =>
        isBelow(score, range[0]) || isAbove(score, range[1])
          ? [{ runId: scored[at] ?? '', found: inDigits(score) }]
          : [],
      );

const MAX_NAMES = 10;

function missingIn(
  { experimentId, runs, evaluations }: ExperimentScores,
  { measure, evaluation = '' }: GateCheck,
): string | null {
  if (runs === 0) return `the experiment ${experimentId} has no runs`;
  const part = measure === 'labelShare' ? 'label' : 'score';
  const values = evaluations.get(evaluation);
  if ((values?.[`${part}s`].length ?? 0) > 0) return null;
  const names = [...evaluations.keys()];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const there =
    values === undefined
      ? `the evaluations there are: ${names.slice(0, MAX_NAMES).join(', ') || 'none'}${more}`
      : `it has ${part === 'score' ? 'labels' : 'scores'} alone`;
  return `no run of the experiment ${experimentId} bears eval.${evaluation}.${part}: ${there}`;
}

function pool(experiments: readonly ExperimentScores[], { evaluation = '' }: GateCheck): ScoreValues {
  const all = experiments.map(({ evaluations }) => evaluations.get(evaluation));
  return {
    scores: all.flatMap((values) => values?.scores ?? []),
    labels: all.flatMap((values) => values?.labels ?? []),
    runs: experiments.reduce((sum, { runs }) => sum + runs, 0),
  };
}

function measured(check: GateCheck, values: ScoreValues, source: SideEvidence['source']): Measured {
  if (check.measure === 'labelShare') {
    const hits = values.labels.map((label) => Number(label === check.label));
    const value = withoutNoise(hits.reduce((sum, hit) => sum + hit, 0) / hits.length);
    const scores = summarise(values, 'labels');
    return { evidence: { value, samples: hits.length, missing: null, source, scores }, values: hits };
  }
  const scores = summarise(values);
  const value = {
    meanScore: scores.mean,
    medianScore: scores.median,
    minScore: scores.min,
    maxScore: scores.max,
  }[check.measure as 'meanScore'];
  const evidence = { value, samples: scores.count, missing: null, source, scores };
  return { evidence, values: check.measure === 'meanScore' ? [...values.scores] : null };
}
