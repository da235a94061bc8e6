import type { Span } from '../../model/api/span.js';
import { SeenSpans, hashOf } from '../../model/quality/seen-spans.js';
import type { SpanHash } from '../../model/quality/seen-spans.js';
import type { Interval } from '../../model/time/interval.js';
import { instantMs } from '../../model/time/window.js';

/** Where a walk is, for the attempt that continues it. */
export interface WalkPlace {
  /** Where the next page begins. */
  cursor: string;
  /** When the last span started, in milliseconds since 1970. */
  lastMs: number;
  /** The hashes of the spans that started then. */
  ties: SpanHash[];
}

/** So many spans of one millisecond are not carried in a heartbeat. */
const MAX_TIES = 2000;

/** A walk through the spans of a window, from the newest to the oldest, that lets each pass once. */
export class SpanWalk {
  readonly #window: Interval;
  readonly #seen = new SeenSpans();
  readonly #resumedMs: number;
  #lastMs: number;
  #ties: SpanHash[];
  #isNewestFirst = true;

  constructor(window: Interval, place: Omit<WalkPlace, 'cursor'> | null = null) {
    this.#window = window;
    this.#resumedMs = place?.lastMs ?? Infinity;
    this.#lastMs = this.#resumedMs;
    this.#ties = place?.ties ?? [];
    for (const tie of this.#ties) this.#seen.add(tie);
  }

  /** The spans of a page that are in the window and were not met before. */
  take(page: readonly Span[]): Span[] {
    return page.filter((span) => this.#isNew(span));
  }

  /** Share of the window's time, or of that of a wider search, that the walk went through. */
  share({ startMs, endMs }: Interval = this.#window): number {
    return Math.min(1, Math.max(0, (endMs - this.#lastMs) / (endMs - startMs)));
  }

  /**
   * Where the walk is; null if another attempt cannot tell which spans were met: those that started later than the last one
   * are, as long as spans come newest first, as documented.
   */
  placeBefore(cursor: string): WalkPlace | null {
    if (!this.#isNewestFirst || this.#ties.length > MAX_TIES || this.#lastMs === Infinity) return null;
    return { cursor, lastMs: this.#lastMs, ties: this.#ties };
  }

  #isNew(span: Span): boolean {
    const startMs = instantMs(span.startedAt) ?? Number.NaN;
    if (startMs > this.#resumedMs) return false;
    const hash = hashOf(span);
    if (!this.#seen.add(hash)) return false;
    this.#follow(startMs, hash);
    return startMs >= this.#window.startMs && startMs < this.#window.endMs;
  }

  #follow(startMs: number, hash: SpanHash): void {
    if (startMs > this.#lastMs) this.#isNewestFirst = false;
    if (startMs === this.#lastMs && this.#ties.length <= MAX_TIES) this.#ties.push(hash);
    if (startMs >= this.#lastMs) return;
    this.#lastMs = startMs;
    this.#ties = [hash];
  }
}
