import { canonicalJson } from '../base/json.js';
import type { FanOutItem, Step } from '../pipeline/plan.js';
import type { FanOutMemo } from '../pipeline/pipeline-memo.js';
import type { ItemResult, StepResult, StepState } from '../pipeline/results.js';

/** Longer reasons are cut: the rows of up to 1,000 items share one payload. */
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

/** The row of an item that has ended. It names an experiment only if there is exactly one. */
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
    attempts: ended.attempts,
    startedAt: ended.startedAt,
    endedAt: ended.endedAt,
    ...(ended.isUnresolved === true ? { isUnresolved: true } : {}),
  };
}

/**
 * The row of an item that has ended beside those that ended before. Two items have two runs: if the trigger of one was
 * answered with the run of another, as from a cache, it is not known whether it has one.
 */
export function withOwnRun(row: ItemResult, others: Iterable<ItemResult>): ItemResult {
  const other = row.runId === null ? undefined : [...others].find(({ runId }) => runId === row.runId);
  if (other === undefined) return row;
  const reason = `its trigger was answered with run ${row.runId}, which is that of item ${other.key}; whether it has a run of its own is not known`;
  return { ...row, state: 'failed', reason: cut(reason), isUnresolved: true };
}

const cut = (text: string): string => (text.length > MAX_REASON ? `${text.slice(0, MAX_REASON)}…` : text);

/** The state of a step from the rows of its items. */
export function stateOfItems(
  items: readonly ItemResult[],
): Pick<StepResult, 'state' | 'reason' | 'isUnresolved'> {
  const count = (state: StepState) => items.filter((item) => item.state === state).length;
  const of = (some: number, what: string) => `${some} of ${items.length} items ${what}`;
  if (items.length === 0) return { state: 'skipped', reason: 'there are no items' };
  const unresolved = items.filter(({ isUnresolved }) => isUnresolved === true).length;
  if (unresolved > 0) {
    const reason = `${of(count('failed'), 'failed')}, ${unresolved} of ${items.length} unresolved`;
    return { state: 'failed', reason, isUnresolved: true };
  }
  if (count('failed') > 0) return { state: 'failed', reason: of(count('failed'), 'failed') };
  if (count('cancelled') > 0) return { state: 'cancelled', reason: of(count('cancelled'), 'were cancelled') };
  if (count('running') > 0) return { state: 'running', reason: of(count('running'), 'are still running') };
  if (count('skipped') === items.length) return { state: 'skipped', reason: 'all items were skipped' };
  return { state: 'succeeded', reason: null };
}

/** What observers see of a fan-out. */
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

/** The same as Markdown, for Temporal's UI. */
export const fanOutDetails = ({ total, ...numbers }: FanOutMemo): string =>
  [
    `**${total} items**`,
    '',
    ...Object.entries(numbers).map(([state, number]) => `- ${state}: ${number}`),
  ].join('\n');

/**
 * A text that is equal for two items that ask for the same run. Null if the step does not identify its run: each
 * experiment without a name gets a name of its own.
 */
export function runFingerprint({ task, space, trigger, activity }: Step): string | null {
  const { dataStartTime, dataEndTime, experimentName, experimentIds } = trigger;
  const identity = { dataStartTime, dataEndTime, experimentName, experimentIds };
  const isIdentified = Object.values(identity).some((value) => value !== undefined);
  return activity !== undefined || !isIdentified ? null : canonicalJson({ task, space, ...identity });
}
