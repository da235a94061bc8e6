import { canaryRange, isWithin, windowsByState } from './backfill-board.js';
import type { BackfillBoard } from './backfill-board.js';
import { DEFAULT_MAX_SPANS } from '../run/outcome.js';
import { totalOf } from '../api/task-run.js';

/**
 * So many triggers are under way at the same time, at most: a pause or a cancel must not find a crowd of them on their
 * way, and their starts have to fit into one answer to the Temporal server.
 */
const TRIGGERS_AT_ONCE = 24;

/** While more than these are under way no others join them: windows that begin together share their fence. */
const TRIGGERS_LEFT = 8;

/**
 * The positions of the windows to begin now (design/backfill.md): canaries before all others, which wait for their ends;
 * then the halves of split windows; then the oldest or the newest. Never more than the limit and the caps allow.
 */
export function nextWindows(board: BackfillBoard): number[] {
  const free = Math.min(triggersFree(board), board.limit - board.underWay, runsLeft(board), spansLeft(board));
  if (free <= 0) return [];
  const found: number[] = [];
  for (const at of pool(board)) {
    if (board.states[at] === 'waiting') found.push(at);
    if (found.length >= free) break;
  }
  return found;
}

const triggersFree = ({ triggering }: BackfillBoard): number =>
  triggering > TRIGGERS_LEFT ? 0 : TRIGGERS_AT_ONCE - triggering;

/** The positions that may begin, in their order: for as long as a canary has not ended, the canaries alone. */
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

/** How many runs may still begin under the cap of runs; a trigger of unknown fate may have made one. */
function runsLeft({ plan, runs, triggering, states }: BackfillBoard): number {
  const cap = plan.options.maxRuns;
  return cap === null ? Infinity : cap - runs - triggering - windowsByState(states).unresolved;
}

/** How many runs may still begin under the cap of spans, if all of them reach their bound. */
function spansLeft({ plan, counts, underWay, unseen }: BackfillBoard): number {
  const cap = plan.options.maxSpansInAll;
  if (cap === null) return Infinity;
  const bound = boundOf(plan.maxSpans);
  return Math.floor((cap - totalOf(counts)) / bound) - underWay - unseen;
}

/** The bound of spans of a run. */
const boundOf = (maxSpans: number | null): number => maxSpans ?? DEFAULT_MAX_SPANS;

const runsText = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);

/** The cap at which nothing more can begin, whatever becomes of what runs, in words; null: there is none. */
export function capReached(board: BackfillBoard): string | null {
  const { plan, counts, triggering, underWay, unseen } = board;
  const { maxRuns, maxSpansInAll } = plan.options;
  if (triggering === 0 && runsLeft(board) <= 0) return `the cap of ${maxRuns} runs is reached`;
  if (underWay > 0 || spansLeft(board) > 0) return null;
  return (
    `another run of up to ${boundOf(plan.maxSpans)} spans could exceed the cap of ${maxSpansInAll} spans: ` +
    `${totalOf(counts)} were evaluated${unseen === 0 ? '' : `, and ${runsText(unseen)} may go on unseen`}`
  );
}
