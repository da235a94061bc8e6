import { canaryRange, isWithin, windowsByState } from './backfill-board.js';
import type { BackfillBoard } from './backfill-board.js';
import { MAX_TOGETHER } from '../run/trigger-windows.js';
import { DEFAULT_MAX_SPANS } from '../run/outcome.js';
import { totalOf } from '../api/task-run.js';

/** The most triggers at the same time: a pause or a cancel has to wait for them. */
const TRIGGERS_AT_ONCE = 2 * MAX_TOGETHER;

/** New triggers start only when at most this many are left: windows that start together share a workflow. */
const TRIGGERS_LEFT = MAX_TOGETHER;

/**
 * The positions of the windows to start now (design/backfill.md): the canaries first, for whose end all others wait, then
 * the halves of split windows, then the oldest or the newest. Never more than the limit and the caps allow.
 */
export function nextWindows(board: BackfillBoard): number[] {
  const free = Math.min(
    triggersFree(board),
    MAX_TOGETHER,
    board.limit - board.underWay,
    runsLeft(board),
    spansLeft(board),
  );
  if (free <= 0) return [];
  return firstWaiting(board, free);
}

/** The positions of the next `most` waiting windows, in the order in which they start. */
export function firstWaiting(board: BackfillBoard, most: number): number[] {
  const found: number[] = [];
  for (const at of pool(board)) {
    if (board.states[at] === 'waiting') found.push(at);
    if (found.length >= most) break;
  }
  return found;
}

const triggersFree = ({ triggering }: BackfillBoard): number =>
  triggering > TRIGGERS_LEFT ? 0 : TRIGGERS_AT_ONCE - triggering;

/** The positions that may start, in their order; only the canaries until all of them have ended. */
function pool(board: BackfillBoard): Iterable<number> {
  const canaries = canaryPositions(board);
  const hasCanary = canaries.some((at) => ['waiting', 'running'].includes(board.states[at] ?? ''));
  return hasCanary ? canaries : inOrder(board);
}

function canaryPositions(board: BackfillBoard): number[] {
  const range = canaryRange(board);
  if (range === null) return [];
  const positions = positionsInOrder(board).slice(0, board.plan.options.canary);
  return [...positions, ...halves(board).filter((at) => isWithin(board.windows[at] ?? range, range))];
}

const inOrder = (board: BackfillBoard): number[] => [...halves(board), ...positionsInOrder(board)];

function positionsInOrder({ plan, planned }: BackfillBoard): number[] {
  const oldestFirst = Array.from({ length: planned }, (_each, at) => at);
  return plan.options.order === 'oldest-first' ? oldestFirst : oldestFirst.reverse();
}

const halves = ({ planned, windows }: BackfillBoard): number[] =>
  Array.from({ length: windows.length - planned }, (_each, nth) => planned + nth);

/** How many more runs the cap of runs allows. A trigger of unknown fate counts as a run. */
function runsLeft({ plan, runs, triggering, states }: BackfillBoard): number {
  const cap = plan.options.maxRuns;
  return cap === null ? Infinity : cap - runs - triggering - windowsByState(states).unresolved;
}

/** How many more runs the cap of spans allows if each evaluates up to its limit. */
function spansLeft({ plan, counts, underWay, unseen }: BackfillBoard): number {
  const cap = plan.options.maxSpansInAll;
  if (cap === null) return Infinity;
  const bound = boundOf(plan.maxSpans);
  return Math.floor((cap - totalOf(counts)) / bound) - underWay - unseen;
}

/** The limit of spans of a run. */
const boundOf = (maxSpans: number | null): number => maxSpans ?? DEFAULT_MAX_SPANS;

const runsText = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** The cap that lets nothing more start, whatever the active runs find, in words; null if there is none. */
export function capReached(board: BackfillBoard): string | null {
  const { plan, counts, triggering, underWay, unseen } = board;
  const { maxRuns, maxSpansInAll } = plan.options;
  if (triggering === 0 && runsLeft(board) <= 0) return `the cap of ${maxRuns} runs is reached`;
  if (underWay > 0 || spansLeft(board) > 0) return null;
  return (
    `another run of up to ${boundOf(plan.maxSpans)} spans could exceed the cap of ${maxSpansInAll} spans: ` +
    `${totalOf(counts)} were evaluated${unseen === 0 ? '' : `, and ${runsText(unseen)} may still be running`}`
  );
}
