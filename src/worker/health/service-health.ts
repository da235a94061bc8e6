import type { AxClient, RequestReport } from '../../ax/index.js';
import { timeText } from './part.js';
import type { Part } from './part.js';

export interface ServiceIntervals {
  /** A success older than this makes the worker ask by itself. */
  quietMs: number;
  /** Between two requests of its own while something is wrong or not known. */
  retryMs: number;
  /** For an answer to a request of its own. */
  timeoutMs: number;
  /** Between two looks whether it is time to ask. */
  lookMs: number;
}

export const SERVICE_INTERVALS: ServiceIntervals = {
  quietMs: 30_000,
  retryMs: 5000,
  timeoutMs: 5000,
  lookMs: 500,
};

/** Every key may list spaces, so a 403 to this is about the key and not about what it may do. */
const PROBE = 'GET /v2/spaces';
/** Beside a success these show that the service read the key and answered: they are about the request. */
const ANSWERS: ReadonlySet<string | null> = new Set([
  null,
  ...['AxNotFound', 'AxInvalidRequest', 'AxConflict', 'AxUnprocessable', 'AxForbidden'],
]);
/** One request may fail by itself. Only if the next one fails too is the service said to be gone. */
const FAILURES_IN_A_ROW = 2;

/**
 * Whether the service answers and accepts the key, by how the worker's own requests end. If there are none for a while, or
 * the last one failed, it asks once by itself.
 */
export class ServiceHealth {
  readonly #intervals: ServiceIntervals;
  #lastOk: { atMs: number; clockMs: number } | null = null;
  #isAnswered = false;
  #failuresInARow = 0;
  #problem = 'not asked yet';
  #key: Part = { ok: false, reason: 'not known yet' };
  #askedMs = Number.NEGATIVE_INFINITY;

  constructor(intervals = SERVICE_INTERVALS) {
    this.#intervals = intervals;
  }

  /** Takes note of how a request ended. One that the caller ended, or that was not sent, says nothing. */
  observe({ endpoint, status, failure, isTried, isAborted }: RequestReport): void {
    if (isAborted || !isTried) return;
    const isRefused = status === 401 || (status === 403 && endpoint === PROBE);
    if (!isRefused && failure !== 'AxRateLimit' && !ANSWERS.has(failure))
      return this.#fail(status === null ? 'the service does not answer' : `the service answered ${status}`);
    this.#isAnswered = true;
    this.#failuresInARow = 0;
    if (isRefused) this.#key = { ok: false, reason: `the service refuses the key (${status})` };
    else if (failure !== 'AxRateLimit') this.#succeed();
  }

  #succeed(): void {
    this.#lastOk = { atMs: Date.now(), clockMs: performance.now() };
    this.#key = { ok: true, reason: 'the service accepts the key' };
  }

  #fail(problem: string): void {
    this.#failuresInARow += 1;
    this.#problem = problem;
  }

  /** Asks the service if it is time to. @returns how long to rest before the next look */
  async ask(ax: Pick<AxClient, 'listSpaces'>, stopped: AbortSignal): Promise<number> {
    const { lookMs, timeoutMs } = this.#intervals;
    if (!this.#isDue()) return lookMs;
    this.#askedMs = performance.now();
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      await ax.listSpaces({ limit: 1 }, { signal: AbortSignal.any([timeout, stopped]) });
    } catch {
      // Of all other ends the client tells by `observe`.
      if (timeout.aborted && !stopped.aborted) this.#fail('the service does not answer');
    }
    return lookMs;
  }

  #isDue(): boolean {
    const { quietMs, retryMs } = this.#intervals;
    const nowMs = performance.now();
    const isFine = this.#failuresInARow === 0 && this.#key.ok;
    const isQuiet = this.#lastOk === null || nowMs - this.#lastOk.clockMs >= quietMs;
    return (!isFine || isQuiet) && nowMs - this.#askedMs >= retryMs;
  }

  get service(): Part {
    const ok = this.#isAnswered && this.#failuresInARow < FAILURES_IN_A_ROW;
    const lastOkAt = timeText(this.#lastOk?.atMs ?? null);
    return { ok, reason: ok ? 'the service answers' : this.#problem, lastOkAt };
  }

  get key(): Part {
    return this.#key;
  }
}
