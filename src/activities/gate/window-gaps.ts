import { isAbove, isBelow } from '../../model/base/numbers.js';
import { inDigits } from '../../model/gate/check-text.js';
import type { GateCheck } from '../../model/gate/gate.js';
import type { WindowSummary } from './window-answer.js';
import type { WindowRead } from './window-reader.js';

/** What windows say of the evaluation of a check. */
export const summariesOf = ({ evaluation }: GateCheck, reads: readonly WindowRead[]): WindowSummary[] =>
  reads.flatMap(({ quality }) => quality.evaluations.filter(({ name }) => name === evaluation));

/** What of a window is there and cannot be read; null: nothing. */
export function unreadableInSummaries(check: GateCheck, reads: readonly WindowRead[]): string | null {
  for (const read of reads)
    for (const summary of summariesOf(check, [read])) {
      const wrong = unreadableIn(check, summary);
      if (wrong !== null) return `${wrong} in ${nameOf(read)}`;
    }
  return null;
}

function unreadableIn({ range }: GateCheck, summary: WindowSummary): string | null {
  const { name, unreadable, evaluations, min, max, worst } = summary;
  if (unreadable > 0)
    return `eval.${name} has something else than a score or a label on ${unreadable} of ${evaluations} spans`;
  if (range === undefined || min === null || max === null) return null;
  if (!isBelow(min, range[0]) && !isAbove(max, range[1])) return null;
  const below = worst.filter(({ score }) => isBelow(score, range[0])).slice(0, MAX_SPANS_NAMED);
  const named = below.length === 0 ? '' : `, on the spans ${below.map(({ spanId }) => spanId).join(', ')}`;
  const found = `${inDigits(min)} to ${inDigits(max)} were found${named}`;
  return `eval.${name}.score is not a number from ${range[0]} to ${range[1]}: ${found}`;
}

const MAX_SPANS_NAMED = 5;

/** What is missing: a task whose windows have no such value at all. An empty hour beside others is no gap. */
export function gapInSummaries(check: GateCheck, reads: readonly WindowRead[]): string | null {
  if (reads.length === 0) return 'no window was read';
  const tasks = new Set(reads.map(({ window }) => window.taskId));
  for (const taskId of tasks) {
    const own = reads.filter(({ window }) => window.taskId === taskId);
    const missing = gapIn(check, own);
    if (missing !== null) return missing;
  }
  return null;
}

const COUNTED = { score: 'count', label: 'labelled', any: 'evaluations' } as const;

function gapIn(check: GateCheck, reads: readonly WindowRead[]): string | null {
  const { evaluation = '', measure } = check;
  const part = measure === 'failedShare' ? null : measure.endsWith('Score') ? 'score' : 'label';
  const summaries = summariesOf(check, reads);
  const sum = (count: (summary: WindowSummary) => number): number =>
    summaries.reduce((total, summary) => total + count(summary), 0);
  if (sum((summary) => summary[COUNTED[part ?? 'any']]) > 0) return null;
  const spans = reads.reduce((total, { quality }) => total + quality.spans, 0);
  const where = reads.map(nameOf).slice(0, 3).join(', ');
  if (spans === 0) return `there are no spans in ${where}${filterOf(reads)}`;
  const own = sum(({ evaluations }) => evaluations);
  const others = sum(({ by }) => by.other);
  const besides =
    own > 0
      ? `${own} have ${part === 'score' ? 'a label' : 'a score'} alone or neither`
      : others > 0
        ? `${others} bear one of another run or task`
        : 'none bears it';
  return `no span bears eval.${evaluation}${part === null ? '' : `.${part}`} by these runs in ${where}: of ${spans} spans${filterOf(reads)}, ${besides}`;
}

const filterOf = (reads: readonly WindowRead[]): string => {
  const filter = reads.find(({ window }) => window.filter !== null)?.window.filter ?? null;
  return filter === null ? '' : " that match the task's filter";
};

const nameOf = ({ window: { startMs, endMs } }: WindowRead): string =>
  `${shortTime(startMs)} to ${shortTime(endMs)}`;

const shortTime = (ms: number): string => new Date(ms).toISOString().replace(':00.000Z', 'Z');
