import type { Interval } from '../time/interval.js';
import { toUtc } from '../time/window.js';
import type { SpanQuestion } from './span-question.js';

/** How far the walk through a window is, from its end to its start. */
export interface WalkSoFar {
  /** Pages of this walk. */
  pages: number;
  /** Share of the window's time that it went through. */
  share: number;
  /** Requests that were sent for the question, and that may be sent in all. */
  requests: number;
  maxRequests: number;
}

/** Fewer requests draw no sample of which the error could be told. */
const MIN_LEFT = 12;

/** Before that the beginning says too little: many spans may be in the last minute, and none before. */
const MIN_SHARE_OF_BUDGET = 0.1;

/** Whether the rest of a window costs more than the budget, going by what was walked: then a sample is to be drawn. */
export function isBeyondBudget({ pages, share, requests, maxRequests }: WalkSoFar): boolean {
  const left = maxRequests - requests;
  if (left < MIN_LEFT || requests < maxRequests * MIN_SHARE_OF_BUDGET) return false;
  const needed = (pages * (1 - share)) / Math.max(share, Number.EPSILON);
  return needed > left * (requests < maxRequests / 2 ? 2 : 1);
}

/** Of a part, about: most parts fit into one page. */
const PAGES_OF_PART = 0.8;
const MIN_PARTS = 50;
const MAX_PARTS = 100_000;

/** Into how many parts of equal length a window is cut of which so much was walked. */
export function partsOf(
  { startMs, endMs }: Interval,
  { pages, share }: Pick<WalkSoFar, 'pages' | 'share'>,
): number {
  const expected = pages / Math.max(share, Number.EPSILON) / PAGES_OF_PART;
  return Math.min(MAX_PARTS, endMs - startMs, Math.max(MIN_PARTS, Math.ceil(expected)));
}

/** One of the parts of a window, in whole milliseconds; together they are the window. */
export function partAt({ startMs, endMs }: Interval, nth: number, of: number): Interval {
  const borderAt = (border: number) => startMs + Math.floor(((endMs - startMs) * border) / of);
  return { startMs: borderAt(nth), endMs: borderAt(nth + 1) };
}

/** The parts in an order that is drawn at random, and is the same for the same question. */
export function drawnOrder(question: SpanQuestion, of: number): number[] {
  const { projectId, startMs, endMs, filter } = question;
  const random = randomFrom(`${projectId} ${toUtc(startMs)} ${toUtc(endMs)} ${filter ?? ''} ${of}`);
  const order = Array.from({ length: of }, (_, nth) => nth);
  for (let left = of - 1; left > 0; left--) {
    const at = Math.floor(random() * (left + 1));
    [order[left], order[at]] = [order[at] ?? 0, order[left] ?? 0];
  }
  return order;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32 over an FNV hash). */
function randomFrom(seed: string): () => number {
  let state = [...seed].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619), 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
