import type { FaultMatch, SimulatorFault } from '../../src/simulator/index.js';
import type { Script, Target } from './kinds/kind.js';

const MATCHES: Record<Target, FaultMatch> = {
  task: { method: 'GET', path: '/v2/tasks/*' },
  'next-task': { method: 'GET', path: '/v2/tasks/*' },
  fence: { method: 'GET', path: '/v2/tasks/*/runs' },
  trigger: { method: 'POST', path: '/v2/tasks/*/trigger' },
  look: { method: 'GET', path: '/v2/task-runs/*' },
  cancel: { method: 'POST', path: '/v2/task-runs/*/cancel' },
};

export interface PlannedFaults {
  /** The one that stops the trial; null where none does. */
  readonly hold: SimulatorFault | null;
  readonly others: readonly SimulatorFault[];
}

/**
 * What to tell the simulator for a trial's tasks. `isHeld`: the first request that meets the trouble is held.
 * `isHeldForGood`: so is each one after it, until the fault is removed.
 */
export function faultsOf(
  { point, also = [] }: Script,
  taskIds: readonly string[],
  { isHeld, isHeldForGood }: { readonly isHeld: boolean; readonly isHeldForGood: boolean },
): PlannedFaults {
  const matchOf = (target: Target): FaultMatch => ({
    ...MATCHES[target],
    taskId: taskIds[target === 'next-task' ? 1 : 0] ?? '',
  });
  const others = also.map(({ target, trouble }) => ({ ...trouble, match: matchOf(target) }));
  if (point?.by !== 'simulator') return { hold: null, others };
  const { times = 1, skip = 0, ...trouble } = point.trouble;
  const fault = { ...trouble, skip, match: matchOf(point.target) };
  if (!isHeld) return { hold: null, others: hasTrouble(trouble) ? [{ ...fault, times }, ...others] : others };
  const left = times === 'always' ? times : times - 1;
  const goesOn = !isHeldForGood && left !== 0 && hasTrouble(trouble);
  return {
    hold: { ...fault, holdAt: point.at, times: isHeldForGood ? 'always' : 1 },
    others: goesOn ? [{ ...fault, times: left }, ...others] : others,
  };
}

const hasTrouble = (trouble: object): boolean => Object.keys(trouble).length > 0;
