import { Refusal } from './problem.js';

const WINDOW_MS = 60_000;

/** Requests of the last minute against the number allowed. */
export class RateLimit {
  readonly #perMinute: number;
  #times: number[] = [];

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Counts a request, or refuses it with 429 and the whole seconds until the next one is allowed. */
  admit(nowMs: number): void {
    if (this.#perMinute === 0) return;
    this.#times = this.#times.filter((time) => time > nowMs - WINDOW_MS);
    const oldest = this.#times[0];
    if (this.#times.length < this.#perMinute || oldest === undefined) {
      this.#times.push(nowMs);
      return;
    }
    const seconds = Math.max(1, Math.ceil((oldest + WINDOW_MS - nowMs) / 1_000));
    throw new Refusal(
      'rate-limit-exceeded',
      `More than ${this.#perMinute} requests in a minute; try again in ${seconds} s`,
      {},
      { 'retry-after': String(seconds) },
    );
  }
}
