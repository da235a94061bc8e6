import { duplicatesText, outcomeText } from '../run/outcome-text.js';
import type { ApprovalResult, ItemResult, StepResult, StepState } from './results.js';

/** The result of a step in one line: its run, items, approval or gate, and whether it counts. */
export function stepText(step: StepResult): string {
  const notes = [
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
    ...(step.isIgnored === true ? ['ignored'] : []),
    ...(step.isKept === true ? ['reused by the rerun'] : []),
    ...(step.itemsLeftOut === undefined ? [] : [`${step.itemsLeftOut} more rows are in its own workflow`]),
  ];
  const text = withReason(workText(step), step);
  const duplicates = step.result === null ? null : duplicatesText(step.result.provenance);
  return `${text}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}${duplicates === null ? '' : `; ${duplicates}`}`;
}

function workText(step: StepResult): string {
  if (step.items !== undefined) return itemsText(step.items);
  if (step.approval !== undefined) return approvalText(step.approval);
  if (step.result !== null) {
    const { outcome } = step.result;
    const isRefused = step.gate?.answer === 'fail' && outcome.kind === 'succeeded';
    return `${outcomeText(outcome)}${isRefused ? ', but its gate fails' : ''}`;
  }
  if (step.state === 'succeeded' && step.ensured !== undefined)
    return `task ${step.ensured.taskId} ${step.ensured.action}`;
  return wordOf(step);
}

/** A step without a run, or an item, in a word. */
const wordOf = ({ state, isUnresolved }: Pick<StepResult, 'state' | 'isUnresolved'>): string =>
  isUnresolved === true ? 'unresolved' : state;

const withReason = (text: string, { reason }: StepResult): string =>
  reason === null || text.includes(reason) ? text : `${text}: ${reason}`;

/** Why a pipeline did not succeed: the first step that is to blame, and how many more there are; null if none is. */
export function pipelineReason(steps: readonly StepResult[]): string | null {
  const bad = steps.filter(
    ({ state, isIgnored }) => state !== 'succeeded' && state !== 'skipped' && isIgnored !== true,
  );
  const first = bad.find(({ state }) => state === 'failed') ?? bad[0];
  if (first === undefined) return null;
  const others = bad.length - 1;
  return `${first.id}: ${stepText(first)}${others === 0 ? '' : ` (and ${others} more)`}`;
}

/** What the gates of a pipeline warn of: the first step with a warning, and how many more there are; null if none has. */
export function pipelineWarning(steps: readonly StepResult[]): string | null {
  const [first, ...others] = steps.filter(({ gate }) => gate?.answer === 'warn');
  if (first === undefined) return null;
  return `${first.id}: its gate warns: ${first.reason ?? 'see the report'}${others.length === 0 ? '' : ` (and ${others.length} more)`}`;
}

/** A decision in words: who decided what, and why. */
export function approvalText({ decision, by, reason }: ApprovalResult): string {
  const what = decision === 'expired' ? 'nobody decided in time' : decision;
  return `${what}${by === null ? '' : ` by ${by}`}${reason === null ? '' : `: ${reason}`}`;
}

const WORST_FIRST = ['failed', 'cancelled', 'running', 'skipped'] as const satisfies readonly StepState[];

/** `12 of 40 items failed, 1 of 40 skipped`, or `40 of 40 items succeeded`. */
export function itemsText(items: readonly ItemResult[]): string {
  if (items.length === 0) return 'no items';
  const number = (state: StepState): number => items.filter((item) => item.state === state).length;
  const bad = WORST_FIRST.filter((state) => number(state) > 0);
  const told = bad.length === 0 ? (['succeeded'] as const) : bad;
  const unresolved = items.filter(({ isUnresolved }) => isUnresolved === true).length;
  const reused = items.filter(({ outcome }) => outcome === 'reused').length;
  const parts = told.map(
    (state, index) => `${number(state)} of ${items.length}${index === 0 ? ' items' : ''} ${state}`,
  );
  return [
    ...parts.slice(0, 1),
    ...(unresolved === 0 ? [] : [`${unresolved} of ${items.length} unresolved`]),
    ...parts.slice(1),
    ...(reused === 0 ? [] : [`${reused} of ${items.length} reused: nothing was run for them`]),
  ].join(', ');
}

export const itemText = (item: ItemResult): string => {
  const { outcome, reason } = item;
  const what =
    outcome === null
      ? wordOf(item)
      : outcomeText({ kind: outcome, errorShare: 0, reason: null }).replace(' (0%)', '');
  if (reason?.startsWith(`${what}, `) === true) return reason;
  return reason === null || what.includes(reason) ? what : `${what}: ${reason}`;
};
