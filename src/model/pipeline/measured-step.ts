import type { MeasuredStep } from '../gate/gate.js';
import type { ItemResult, StepResult } from './results.js';
import { NO_COUNTS, sumOfCounts } from '../api/task-run.js';
import type { RunCounts } from '../api/task-run.js';

/** What gates measure of a step, or of one item of a fan-out (`id/item key`); null if there is no such step or item. */
export function measuredStep(steps: readonly StepResult[], of: string): MeasuredStep | null {
  const step = steps.find(({ id }) => id === of) ?? null;
  const item = step === null ? itemOf(steps, of) : null;
  const measured = step === null ? item && ofItem(item) : measuredOf(step);
  return measured && { of, ...measured, ...reusedAmong(measured.experimentIds, steps) };
}

/** Which of these experiments a step found and reused, whatever step evaluated them. */
function reusedAmong(
  experimentIds: readonly string[],
  steps: readonly StepResult[],
): Pick<MeasuredStep, 'reused'> {
  const reused = steps.flatMap(reusedBy).filter(({ id }) => experimentIds.includes(id));
  return reused.length === 0 ? {} : { reused: reused.map(({ id, how }) => `experiment ${id} ${how}`) };
}

function reusedBy({ items = [], result }: StepResult): { id: string; how: string }[] {
  const own =
    result === null ? [] : [{ ...result, outcome: result.outcome.kind, reason: result.outcome.reason }];
  return [...own, ...items].flatMap(({ outcome, experimentId, reason }) =>
    outcome === 'reused' && experimentId !== null ? [{ id: experimentId, how: reason ?? 'reused' }] : [],
  );
}

/** Like {@link measuredStep}, but null if the step, or its item, did not succeed. */
export function succeededStep(steps: readonly StepResult[], of: string): MeasuredStep | null {
  const found = steps.find(({ id }) => id === of) ?? itemOf(steps, of);
  return found?.state === 'succeeded' ? measuredStep(steps, of) : null;
}

function itemOf(steps: readonly StepResult[], of: string): ItemResult | null {
  const end = of.indexOf('/');
  const step = end < 0 ? undefined : steps.find(({ id }) => id === of.slice(0, end));
  return step?.items?.find(({ key }) => key === of.slice(end + 1)) ?? null;
}

type StepMeasurements = Omit<MeasuredStep, 'of'>;

/** What gates measure of a step: its run, or the runs of all its items. */
export function measuredOf(step: StepResult): StepMeasurements {
  const rows = step.items ?? [step.result ?? { runId: null, experimentId: null }];
  return {
    ...(countsOf(step) ?? NO_COUNTS),
    runIds: presentIn(rows.map(({ runId }) => runId)),
    ...windowOf(step),
    experimentIds: step.experimentIds ?? [
      ...new Set(presentIn(rows.map(({ experimentId }) => experimentId))),
    ],
  };
}

/** The items of a fan-out keep no window: the gate asks the service for it. */
function windowOf({ result }: StepResult): Pick<MeasuredStep, 'windows'> {
  const { taskId = null, runId = null, window = null } = result ?? {};
  if (taskId === null || runId === null || window === null) return {};
  return { windows: [{ runId, taskId, start: window.dataStartTime, end: window.dataEndTime }] };
}

const ofItem = ({ counts, runId, experimentId }: ItemResult): StepMeasurements => ({
  ...(counts ?? NO_COUNTS),
  runIds: presentIn([runId]),
  experimentIds: presentIn([experimentId]),
});

const presentIn = (ids: readonly (string | null)[]): string[] => ids.filter((id) => id !== null);

/** The counts of a step's run, or of the runs of all its items together; null if nothing is known. */
export function countsOf({ items, result }: Pick<StepResult, 'items' | 'result'>): RunCounts | null {
  if (items === undefined) return result?.run?.counts ?? null;
  const known = items.map(({ counts }) => counts).filter((counts) => counts !== null);
  return known.length === 0 ? null : sumOfCounts(known);
}
