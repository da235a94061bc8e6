import { canonicalJson } from '../run/intent.js';
import type { FanOutItem, Step } from '../pipeline/plan.js';
import type { FanOutMemo } from '../pipeline/pipeline-memo.js';
import type { ItemResult, StepResult, StepState } from '../pipeline/results.js';

/** Rows of up to 1,000 items travel in one payload. */
const MAX_REASON = 300;

/** The row of an item that had no run. */
export const rowWithoutRun = (item: FanOutItem, state: StepState, reason: string): ItemResult => ({
  key: item.key,
  value: item.value,
  state,
  reason: cut(reason),
  outcome: null,
  runId: null,
  experimentId: null,
  counts: null,
  attempts: 0,
  startedAt: null,
  endedAt: null,
});

/** What is kept of an item that has ended. Of several experiments that it evaluated the row tells none. */
export function rowOf(item: FanOutItem, ended: StepResult): ItemResult {
  const { result, experimentIds = [] } = ended;
  const [only = null] = experimentIds.length === 1 ? experimentIds : [];
  return {
    ...rowWithoutRun(item, ended.state, ''),
    reason: ended.reason === null ? null : cut(ended.reason),
    outcome: result?.outcome.kind ?? null,
    runId: result?.runId ?? null,
    experimentId: result?.experimentId ?? only,
    counts: result?.run?.counts ?? null,
    attempts: ended.attempts ?? 0,
    startedAt: ended.startedAt ?? null,
    endedAt: ended.endedAt ?? null,
  };
}

const cut = (text: string): string => (text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text);

/** How a step is whose items ended like this. */
export function stateOfItems(items: readonly ItemResult[]): Pick<StepResult, 'state' | 'reason'> {
  const count = (state: StepState) => items.filter((item) => item.state === state).length;
  const of = (some: number, what: string) => `${some} of ${items.length} items ${what}`;
  if (items.length === 0) return { state: 'skipped', reason: 'there are no items' };
  if (count('failed') > 0) return { state: 'failed', reason: of(count('failed'), 'failed') };
  if (count('cancelled') > 0) return { state: 'cancelled', reason: of(count('cancelled'), 'were cancelled') };
  if (count('running') > 0) return { state: 'running', reason: of(count('running'), 'were left to go on') };
  if (count('skipped') === items.length) return { state: 'skipped', reason: 'all items were skipped' };
  return { state: 'succeeded', reason: null };
}

/** What onlookers are told. */
export function fanOutMemo(total: number, running: number, ended: readonly ItemResult[]): FanOutMemo {
  const count = (...states: StepState[]) => ended.filter(({ state }) => states.includes(state)).length;
  return {
    total,
    waiting: total - running - ended.length,
    running,
    succeeded: count('succeeded', 'running'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    skipped: count('skipped'),
  };
}

/**
 * What two items have in common that ask for the very same run; null where a step says too little of its run to tell:
 * experiments without a name each get one of their own.
 */
export function runPrint({ task, space, trigger, activity }: Step): string | null {
  const { dataStartTime, dataEndTime, experimentName, experimentIds } = trigger;
  const mark = { dataStartTime, dataEndTime, experimentName, experimentIds };
  const isTold = Object.values(mark).some((value) => value !== undefined);
  return activity !== undefined || !isTold ? null : canonicalJson({ task, space, ...mark });
}
