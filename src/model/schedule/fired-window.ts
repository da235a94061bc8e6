import { INDEX_LAG_MS } from '../coverage/coverage-entry.js';
import type { Interval } from '../time/interval.js';
import { reachesMaxSpans } from '../run/outcome.js';
import type { Tolerance } from '../api/policies.js';
import type { RunResult } from '../run/run-result.js';
import type { WindowRule } from './schedule.js';
import type { Verdict } from '../run/verdict.js';

/** What a run over a window means for its firing. */
export interface JudgedWindow {
  verdict: Verdict;
  /** The watermark may move over it. */
  isProven: boolean;
  /** The run stopped at its bound of spans: its window is to be cut in two and run again. */
  isToBeCut: boolean;
  reason?: string;
}

interface FiredRun {
  mode: WindowRule['mode'];
  window: Interval;
  result: RunResult;
  tolerance: Tolerance;
  /** As it was triggered; absent: the service's default. */
  maxSpans: number | undefined;
  /** When it was triggered at the earliest, in milliseconds since 1970; the run's own creation counts where there is a run. */
  triggeredMs: number;
}

/** A window is not cut into pieces shorter than this. */
const MIN_PIECE_MS = 60_000;

/** As the mode `watermark` waits for it, a run that found nothing is no failure, see {@link judgeFired}. */
export const toleranceOfRun = (mode: WindowRule['mode'] | null, tolerance: Tolerance): Tolerance =>
  mode === 'watermark' ? { allowEmpty: true, ...tolerance } : tolerance;

/**
 * Judges a window by its run. In the mode `watermark`, where the tolerance does not say otherwise, a run that found nothing
 * proves its window only if it was made long enough after it (else it is left to the next firing), and one that stopped at
 * its bound of spans proves nothing.
 */
export function judgeFired(run: FiredRun): JudgedWindow {
  const { mode, result, tolerance } = run;
  const { verdict } = result;
  const plain: JudgedWindow = { verdict, isProven: verdict === 'good', isToBeCut: false };
  if (verdict !== 'good') return { ...plain, ...because(result.outcome.reason) };
  if (isTruncated(run)) return truncated(run, plain);
  const isEarly = result.outcome.kind === 'empty' && createdMs(run) < run.window.endMs + INDEX_LAG_MS;
  if (mode === 'nominal' || tolerance.allowEmpty === true || !isEarly) return plain;
  return { ...plain, isProven: false, reason: 'it was empty, and data may still come' };
}

const because = (reason: string | null): { reason?: string } => (reason === null ? {} : { reason });

const createdMs = ({ result, triggeredMs }: FiredRun): number =>
  result.run === null ? triggeredMs : Date.parse(result.run.createdAt);

const isTruncated = ({ result: { run }, maxSpans }: FiredRun): boolean =>
  run !== null && reachesMaxSpans(run, maxSpans === undefined ? {} : { maxSpans });

const STOPPED = 'it stopped at maxSpans, so part of its window was not evaluated';

function truncated({ mode, window, tolerance }: FiredRun, plain: JudgedWindow): JudgedWindow {
  if (tolerance.allowTruncated === true) return plain;
  if (tolerance.allowTruncated === false) {
    return { verdict: 'failed', isProven: false, isToBeCut: false, reason: STOPPED };
  }
  if (mode === 'nominal') return { ...plain, reason: STOPPED };
  if (window.endMs - window.startMs < 2 * MIN_PIECE_MS) {
    return {
      verdict: 'failed',
      isProven: false,
      isToBeCut: false,
      reason: `${STOPPED}, and it is too short to be cut`,
    };
  }
  return { ...plain, isProven: false, isToBeCut: true, reason: `${STOPPED}: it is cut in two` };
}

/** The halves of a window that was to be cut, at a full minute. */
export function halvesOf({ startMs, endMs }: Interval): [Interval, Interval] {
  const middle = (startMs + endMs) / 2;
  const fullMs = Math.floor(middle / MIN_PIECE_MS) * MIN_PIECE_MS;
  const cutMs = fullMs > startMs ? fullMs : Math.floor(middle);
  return [
    { startMs, endMs: cutMs },
    { startMs: cutMs, endMs },
  ];
}
