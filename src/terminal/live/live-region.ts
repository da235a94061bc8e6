import { textWidth } from '../text/text-width.js';

/** What a live region writes to. */
export interface LiveStream {
  write(text: string): unknown;
  readonly rows?: number | undefined;
  readonly columns?: number | undefined;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_DOWN = '\u001b[0J';
const MIN_INTERVAL_MS = 100;

/**
 * A few lines at the bottom of a terminal that are drawn anew, at most ten times a second. The cursor is hidden while
 * it is there; `close` leaves the last state (or nothing) on the screen and brings the cursor back.
 */
export class LiveRegion {
  readonly #stream: LiveStream;
  readonly #nowMs: () => number;
  #drawnWidths: readonly number[] = [];
  #drawnAtMs = Number.NEGATIVE_INFINITY;
  #isOpen = false;

  constructor(stream: LiveStream, nowMs: () => number = Date.now) {
    this.#stream = stream;
    this.#nowMs = nowMs;
  }

  /** Draws the lines, unless the last drawing is less than a tenth of a second old. */
  update(lines: readonly string[]): void {
    if (this.#nowMs() - this.#drawnAtMs < MIN_INTERVAL_MS) return;
    this.#draw(lines);
  }

  /** Writes lines above the region, where they stay. The region comes back with its next update. */
  print(lines: readonly string[]): void {
    this.#stream.write(`${this.#erase()}${lines.map((line) => `${line}\n`).join('')}`);
    this.#drawnAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Ends the region; `lines` replace what it shows. */
  close(lines: readonly string[] = []): void {
    const last = lines.map((line) => `${line}\n`).join('');
    this.#stream.write(`${this.#erase()}${last}${this.#isOpen ? SHOW_CURSOR : ''}`);
    this.#isOpen = false;
  }

  #draw(lines: readonly string[]): void {
    const visible = lines.slice(0, Math.max(1, (this.#stream.rows || 24) - 1));
    const open = this.#isOpen ? '' : HIDE_CURSOR;
    this.#stream.write(`${open}${this.#erase()}${visible.map((line) => `${line}\n`).join('')}`);
    this.#isOpen = true;
    this.#drawnWidths = visible.map(textWidth);
    this.#drawnAtMs = this.#nowMs();
  }

  // A terminal that was made narrower since has wrapped what was drawn, so each line may take several rows now.
  #rowsOf(width: number): number {
    const columns = this.#stream.columns || 80;
    return Math.max(1, Math.ceil(width / columns));
  }

  #erase(): string {
    const rows = this.#drawnWidths.reduce((sum, width) => sum + this.#rowsOf(width), 0);
    this.#drawnWidths = [];
    return rows === 0 ? '' : `\u001b[${rows}A\r${CLEAR_DOWN}`;
  }
}
