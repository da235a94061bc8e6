import type { GateCheck, Measure, MeasuredStep } from '../../model/gate/gate.js';
import type { SideEvidence } from '../../model/gate/evidence.js';
import { withoutNoise } from '../../model/base/numbers.js';
import { totalOf } from '../../model/api/task-run.js';
import { shareInterval } from '../../statistics/proportions.js';
import type { SpanWindow } from '../../model/gate/baseline-windows.js';
import type { ReadExperiment } from './experiment-scores.js';
import { measureScores } from './measure-scores.js';
import { measureWindows } from './measure-windows.js';
import type { WindowsOf } from './step-windows.js';
import type { ReadWindows } from './window-reader.js';
import { absent, unreadable } from './measured.js';
import type { Measured } from './measured.js';

/** What of a step (`of`) is measured; null if there is none. */
export interface Subject {
  of: string;
  step: MeasuredStep | null;
}

/** How the numbers of a gate are read. Each experiment and each window is read once. */
export interface EvidenceReaders {
  read: ReadExperiment;
  windowsOf: WindowsOf;
  readWindows: ReadWindows;
  /** Windows before the measured ones; of those, the ledger may know enough. */
  readBaselines: ReadWindows;
}

/** Measures steps together. Each of them has to add something: what is missing of one is missing evidence. */
export async function measure(
  check: GateCheck,
  subjects: readonly Subject[],
  readers: EvidenceReaders,
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
    return absent(reason, source);
  }
  if (isOfCounts(check.measure)) return measureCounts(check.measure, steps, source);
  const isOfExperiments = steps.some(({ experimentIds }) => experimentIds.length > 0);
  return isOfExperiments
    ? measureScores(check, steps, source, readers.read)
    : measureSpans(check, steps, source, readers);
}

async function measureSpans(
  check: GateCheck,
  steps: readonly MeasuredStep[],
  source: SideEvidence['source'],
  { windowsOf, readWindows }: EvidenceReaders,
): Promise<Measured> {
  const windows = await windowsOfSteps(steps, windowsOf);
  if ('missing' in windows) return absent(windows.missing, source);
  return measureWindows(check, await readWindows(check, windows), source);
}

/** Where the evaluations of all these steps are looked for. */
export async function windowsOfSteps(
  steps: readonly MeasuredStep[],
  windowsOf: WindowsOf,
): Promise<SpanWindow[] | { missing: string }> {
  const all: SpanWindow[] = [];
  for (const step of steps) {
    const windows = await windowsOf(step);
    if ('missing' in windows) return windows;
    all.push(...windows);
  }
  return all;
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
  const wrong = unreadableCounts(steps);
  if (wrong !== null) return unreadable(wrong, source);
  if (name === 'samples')
    return { evidence: { value: samples, samples, missing: null, source }, comparable: null };
  const empty = steps.find((step) => totalOf(step) === 0);
  if (empty !== undefined) {
    const missing = `the runs of step ${empty.of} looked at nothing`;
    return { evidence: { value: null, samples, missing, source }, comparable: null };
  }
  const hits = steps.reduce(
    (sum, { successes, errors }) => sum + (name === 'errorShare' ? errors : successes),
    0,
  );
  const interval = shareInterval(hits, samples);
  return {
    evidence: { value: withoutNoise(hits / samples), samples, missing: null, interval, source },
    comparable: null,
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
