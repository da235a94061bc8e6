/** IDs that were seen in the last while, at most so many. */
export class RecentIds {
  readonly #seenAtMs = new Map<string, number>();
  readonly #keptMs: number;
  readonly #max: number;

  constructor({ keptMs, max }: { keptMs: number; max: number }) {
    this.#keptMs = keptMs;
    this.#max = max;
  }

  has(id: string, nowMs: number): boolean {
    const seenAtMs = this.#seenAtMs.get(id);
    return seenAtMs !== undefined && nowMs - seenAtMs < this.#keptMs;
  }

  /** Remembers it from now on, and forgets the oldest beyond the bound. */
  add(id: string, nowMs: number): void {
    this.#seenAtMs.delete(id);
    this.#seenAtMs.set(id, nowMs);
    const [oldest] = this.#seenAtMs.keys();
    if (this.#seenAtMs.size > this.#max && oldest !== undefined) this.#seenAtMs.delete(oldest);
  }
}
