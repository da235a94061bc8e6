/**
 * Until when a client sends nothing because the service asked for it (Retry-After). By the monotonic clock, so that a
 * machine whose clock is set neither sends too soon nor waits for ever.
 */
export class Hold {
  #untilMs = 0;

  /** Holds for so many milliseconds from now; a hold that lasts longer stays. */
  atLeast(waitMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + waitMs);
  }

  /** Whole milliseconds until requests may be sent again; 0: now. */
  get leftMs(): number {
    return Math.max(0, Math.ceil(this.#untilMs - performance.now()));
  }
}
