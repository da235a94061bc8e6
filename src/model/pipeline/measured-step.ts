import type { MeasuredStep } from '../gate/gate.js';
import type { ItemResult, StepResult } from './results.js';
import { countsOf } from './step-counts.js';
import { NO_COUNTS } from '../api/task-run.js';

/** What is measured of a step, or of one item of a fan-out (`id/item key`); null where there is no such step or item. */
export function measuredStep(steps: readonly StepResult[], of: string): MeasuredStep | null {
  const step = steps.find(({ id }) => id === of);
  if (step !== undefined) return { of, ...measuredOf(step) };
  const item = itemOf(steps, of);
  return item === null ? null : { of, ...ofItem(item) };
}

/** A step as above, but only where it, or its item, succeeded. */
export function succeededStep(steps: readonly StepResult[], of: string): MeasuredStep | null {
  const found = steps.find(({ id }) => id === of) ?? itemOf(steps, of);
  return found?.state === 'succeeded' ? measuredStep(steps, of) : null;
}

function itemOf(steps: readonly StepResult[], of: string): ItemResult | null {
  const end = of.indexOf('/');
  const step = end < 0 ? undefined : steps.find(({ id }) => id === of.slice(0, end));
  return step?.items?.find(({ key }) => key === of.slice(end + 1)) ?? null;
}

type Measured = Omit<MeasuredStep, 'of'>;

/** What is measured of a step: its run, or those of all its items. */
export function measuredOf(step: StepResult): Measured {
  const rows = step.items ?? [step.result ?? { runId: null, experimentId: null }];
  return {
    ...(countsOf(step) ?? NO_COUNTS),
    runIds: presentIn(rows.map(({ runId }) => runId)),
    experimentIds: step.experimentIds ?? [
      ...new Set(presentIn(rows.map(({ experimentId }) => experimentId))),
    ],
  };
}

const ofItem = ({ counts, runId, experimentId }: ItemResult): Measured => ({
  ...(counts ?? NO_COUNTS),
  runIds: presentIn([runId]),
  experimentIds: presentIn([experimentId]),
});

const presentIn = (ids: readonly (string | null)[]): string[] => ids.filter((id) => id !== null);
