import type { SpanRef } from '../api/span.js';

/** Two unsigned 32-bit numbers: sixty-four bits of a hash. */
export type SpanHash = readonly [number, number];

/**
 * A set of spans, by trace and span ID. It keeps 64 bits of a hash for each, in at most 24 bytes a span: that two of a million
 * spans are taken for one is less likely than one in ten million.
 */
export class SeenSpans {
  #slots = new Uint32Array(2 * 1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether the span is new; it is not from now on. */
  add([high, low]: SpanHash): boolean {
    if (this.#size * 3 > this.#slots.length) this.#grow();
    const at = this.#placeOf(high, low);
    if (this.#slots[at] !== 0 || this.#slots[at + 1] !== 0) return false;
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#size += 1;
    return true;
  }

  /** The slot that has the hash, or the free one where it belongs. */
  #placeOf(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    for (let at = (low * 2) & mask; ; at = (at + 2) & mask) {
      const [first = 0, second = 0] = [this.#slots[at], this.#slots[at + 1]];
      if ((first === high && second === low) || (first === 0 && second === 0)) return at;
    }
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const [high = 0, low = 0] = [before[at], before[at + 1]];
      if (high === 0 && low === 0) continue;
      const to = this.#placeOf(high, low);
      this.#slots[to] = high;
      this.#slots[to + 1] = low;
    }
  }
}

/** The hash of a span's IDs (cyrb53's two lanes in full). Never zero, which marks a free slot. */
export function hashOf({ traceId, spanId }: SpanRef): SpanHash {
  const text = `${traceId}\n${spanId}`;
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0 || 1];
}
