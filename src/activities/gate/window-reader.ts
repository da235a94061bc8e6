import type { SpanWindow } from '../../model/gate/baseline-windows.js';
import type { Gate, GateCheck } from '../../model/gate/gate.js';
import { DEFAULT_MAX_REQUESTS } from '../../model/quality/span-question.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { ReadWindow, WindowAnswer } from './window-answer.js';

/** A window, and what the evaluations of its spans say. */
export interface WindowRead {
  window: SpanWindow;
  quality: WindowAnswer;
}

/** Reads windows for a check; each window is read once, however many checks of the gate ask for it. */
export type ReadWindows = (check: GateCheck, windows: readonly SpanWindow[]) => Promise<WindowRead[]>;

/** What a gate may spend on the windows of one side of a check; of many windows, each gets its part of it. */
const MAX_REQUESTS = 1000;
const FEWEST_REQUESTS = 10;

/** The most evaluations, and pairs, that one reading counts. */
const MAX_NAMES = 10;

export function windowReader({ checks }: Pick<Gate, 'checks'>, readWindow: ReadWindow): ReadWindows {
  const known = new Map<string, WindowAnswer>();
  const evaluations = [...new Set(checks.flatMap(({ evaluation }) => evaluation ?? []))];
  const pairs = distinct(checks.flatMap(({ between }) => (between === undefined ? [] : [between])));
  const withReasons = checks.some(({ measure }) => measure === 'failedShare');
  const read = async (question: SpanQuestion): Promise<WindowAnswer> => {
    const key = JSON.stringify({ ...question, maxRequests: 0 });
    const quality = known.get(key) ?? (await readWindow(question));
    known.set(key, quality);
    return quality;
  };
  return async ({ evaluation, between }, windows) => {
    const asked = {
      evaluations: evaluation === undefined ? [] : chunkWith(evaluations, (name) => name === evaluation),
      pairs: between === undefined ? [] : chunkWith(pairs, (pair) => isSame(pair, between)),
    };
    const together = evaluations.length <= MAX_NAMES && pairs.length <= MAX_NAMES;
    const maxRequests = requestsFor(windows.length);
    const found: WindowRead[] = [];
    for (const window of windows) {
      const names = together ? { evaluations, pairs } : asked;
      found.push({
        window,
        quality: await read({
          ...questionOf(window, names, maxRequests),
          ...(withReasons ? { withReasons } : {}),
        }),
      });
    }
    return found;
  };
}

const requestsFor = (windows: number): number =>
  Math.max(FEWEST_REQUESTS, Math.min(DEFAULT_MAX_REQUESTS, Math.floor(MAX_REQUESTS / Math.max(1, windows))));

type Pair = [string, string];

const isSame = ([a, b]: Pair, [c, d]: Pair): boolean => a === c && b === d;

const distinct = (pairs: readonly Pair[]): Pair[] =>
  pairs.filter((pair, at) => pairs.findIndex((other) => isSame(pair, other)) === at);

/** The part of a long list that has what is looked for. */
function chunkWith<T>(all: readonly T[], isWanted: (each: T) => boolean): T[] {
  const at = all.findIndex(isWanted);
  const start = Math.floor(at / MAX_NAMES) * MAX_NAMES;
  return all.slice(start, start + MAX_NAMES);
}

const questionOf = (
  { projectId, startMs, endMs, filter, taskId, runIds }: SpanWindow,
  names: Pick<SpanQuestion, 'evaluations' | 'pairs'>,
  maxRequests: number,
): SpanQuestion => ({
  ...{ projectId, startMs, endMs, filter },
  ...names,
  ...{ annotations: [], groupBy: null, taskId, runIds, maxRequests },
});
