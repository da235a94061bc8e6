import type { GateCheck, Measure, MeasuredStep, SideEvidence } from '../../model/gate/gate.js';
import { withoutNoise } from '../../model/base/numbers.js';
import { totalOf } from '../../model/api/task-run.js';
import { MAX_COMPARED_VALUES } from '../../statistics/compare.js';
import type { ReadExperiment } from './experiment-scores.js';
import { measureScores } from './measure-scores.js';
import type { Measured } from './measure-scores.js';

/** What of a step (`of`) is measured; null if there is none. */
export interface Subject {
  of: string;
  step: MeasuredStep | null;
}

/** Measures steps together. Each of them has to add something: what is missing of one is missing evidence. */
export async function measure(
  check: GateCheck,
  subjects: readonly Subject[],
  read: ReadExperiment,
): Promise<Measured> {
  const steps = subjects.map(({ step }) => step).filter((step) => step !== null);
  const reused = [...new Set(steps.flatMap((step) => step.reused ?? []))].slice(0, MAX_REUSED);
  const source = {
    experimentIds: [...new Set(steps.flatMap(({ experimentIds }) => experimentIds))],
    runIds: [...new Set(steps.flatMap(({ runIds }) => runIds))],
    ...(reused.length === 0 ? {} : { reused }),
  };
  const missing = subjects.find(({ step }) => step === null || hasNoRun(step));
  if (missing !== undefined || steps.length === 0) {
    const reason = missing === undefined ? 'no step is measured' : `step ${missing.of} has no run`;
    return { evidence: { value: null, samples: 0, missing: reason, source }, values: null };
  }
  return isOfCounts(check.measure)
    ? measureCounts(check.measure, steps, source)
    : measureScores(check, steps, source, read);
}

/** The maximum number of reused experiments that a check names, since a history keeps its result. */
const MAX_REUSED = 20;

// A step that was skipped, or a trigger that was refused, may be handed over as zeros.
const hasNoRun = ({ runIds, experimentIds }: MeasuredStep): boolean =>
  runIds.length + experimentIds.length === 0;

type CountMeasure = 'successShare' | 'errorShare' | 'samples';

const isOfCounts = (name: Measure): name is CountMeasure =>
  name === 'successShare' || name === 'errorShare' || name === 'samples';

function measureCounts(
  name: CountMeasure,
  steps: readonly MeasuredStep[],
  source: SideEvidence['source'],
): Measured {
  const samples = steps.reduce((sum, step) => sum + totalOf(step), 0);
  const unreadable = unreadableCounts(steps);
  if (unreadable !== null)
    return { evidence: { value: null, samples: 0, missing: null, unreadable, source }, values: null };
  if (name === 'samples')
    return { evidence: { value: samples, samples, missing: null, source }, values: null };
  const empty = steps.find((step) => totalOf(step) === 0);
  if (empty !== undefined) {
    const missing = `the runs of step ${empty.of} looked at nothing`;
    return { evidence: { value: null, samples, missing, source }, values: null };
  }
  const hits = steps.reduce(
    (sum, { successes, errors }) => sum + (name === 'errorShare' ? errors : successes),
    0,
  );
  return {
    evidence: { value: withoutNoise(hits / samples), samples, missing: null, source },
    values: onesAmong(hits, samples),
  };
}

function unreadableCounts(steps: readonly MeasuredStep[]): string | null {
  const isCount = (count: number) => Number.isSafeInteger(count) && count >= 0;
  const bad = steps.find(({ successes, errors, skipped }) => ![successes, errors, skipped].every(isCount));
  if (bad === undefined) return null;
  const counts = `${bad.successes} successes, ${bad.errors} errors, ${bad.skipped} skipped`;
  const runs = bad.runIds.slice(0, 5).join(', ');
  return `the counts of step ${bad.of} (${runs}) are not whole numbers of at least 0: ${counts}`;
}

// More values than a significance test takes are not spelt out.
const onesAmong = (ones: number, total: number): number[] | null =>
  total > MAX_COMPARED_VALUES
    ? null
    : [...new Array<number>(ones).fill(1), ...new Array<number>(total - ones).fill(0)];
