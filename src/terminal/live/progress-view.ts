import { figuresOf } from '../../model/backfill/backfill-figures.js';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { Style } from '../style.js';
import { backfillLine, holdUps, standingOf } from '../views/backfill-progress-lines.js';
import { pausedText, progressLines, stepLine, totalsLine } from '../views/progress-views.js';
import { safeLines, textWidth } from '../text/text.js';

/** Shows how a workflow gets on. */
export interface ProgressView {
  show(snapshot: WorkflowSnapshot): void;
  /** One line that stays. */
  say(line: string): void;
  close(): void;
}

const RESERVED_ROWS = 5;

/** On a terminal: one region that is drawn anew, with as many steps as fit. */
export function liveView(stream: LiveStream, style: () => Style, nowMs: () => number): ProgressView {
  const region = new LiveRegion(stream, nowMs);
  // However the process ends, it leaves a terminal with a cursor.
  const leave = (): void => region.close();
  process.once('exit', leave);
  const linesOf = (snapshot: WorkflowSnapshot): string[] =>
    progressLines(snapshot, style(), nowMs(), Math.max(3, (stream.rows || 24) - RESERVED_ROWS));
  return {
    show: (snapshot) => region.update(linesOf(snapshot)),
    say: (line) => region.print([line]),
    close: () => {
      process.off('exit', leave);
      region.close();
    },
  };
}

const HEARTBEAT_MS = 60_000;

/** Without a terminal: a line for each change, and one a minute to show that it is alive. */
export function logView(write: (line: string) => void, nowMs: () => number): ProgressView {
  const shown = new Map<string, string>();
  let lastMs = nowMs();
  let wasPaused = false;
  const say = (line: string): void => {
    lastMs = nowMs();
    write(`${new Date(lastMs).toISOString().slice(11, 19)}Z ${line}`);
  };
  return {
    show: (snapshot) => {
      for (const step of snapshot.steps) {
        const line = stepLine(step);
        const key = newsOf(step, line);
        const isNews = shown.get(step.id) !== key && (step.stage !== 'waiting' || shown.has(step.id));
        // A waiting step is not news, unless it did something else before.
        if (isNews || step.stage !== 'waiting') shown.set(step.id, key);
        if (isNews) say(line);
      }
      const news = backfillNews(snapshot, nowMs());
      if (news !== null && shown.get(BACKFILL) !== news.key) {
        shown.set(BACKFILL, news.key);
        say(news.line);
      }
      // A pipeline that ends while it is paused has not resumed.
      const isPaused = snapshot.pausedAt !== undefined || (wasPaused && snapshot.closedAt !== null);
      if (isPaused !== wasPaused) say(pausedText(snapshot, nowMs()) ?? 'Resumed.');
      wasPaused = isPaused;
      const isQuiet = nowMs() - lastMs >= HEARTBEAT_MS;
      if (isQuiet && news !== null) say(news.line);
      else if (isQuiet && snapshot.steps.some((step) => !isFinal(step))) say(totalsLine(snapshot, nowMs()));
    },
    say,
    close: () => undefined,
  };
}

/** The key of the last line of a backfill; no step has this name. */
const BACKFILL = '';

/** A line for each tenth of a backfill, and where something holds it up. */
function backfillNews(snapshot: WorkflowSnapshot, nowMs: number): { key: string; line: string } | null {
  const backfill = standingOf(snapshot, nowMs);
  if (backfill === null) return null;
  const { memo, atMs, isOver } = backfill;
  const { share, bad } = figuresOf(memo, atMs, isOver);
  // A pause has a line of its own.
  const held = holdUps({ ...memo, paused: null }, atMs);
  const line = [backfillLine(memo, atMs, isOver), ...held].join('. ');
  return { key: [Math.floor(share * 10), bad > 0, memo.limit, isOver, ...held].join(' '), line };
}

/** What makes a line worth printing: counts and times that come after an end, and what a step that waits still waits for, do not. */
function newsOf(step: StepSnapshot, line: string): string {
  if (step.stage === 'waiting') return step.stage;
  return isFinal(step) ? [step.stage, step.attempt].join(' ') : line;
}

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
    this.#stream.write(`${this.#erase()}${lines.map((line) => `${safeLines(line)}\n`).join('')}`);
    this.#drawnAtMs = Number.NEGATIVE_INFINITY;
  }

  /** Ends the region; `lines` replace what it shows. */
  close(lines: readonly string[] = []): void {
    const last = lines.map((line) => `${safeLines(line)}\n`).join('');
    this.#stream.write(`${this.#erase()}${last}${this.#isOpen ? SHOW_CURSOR : ''}`);
    this.#isOpen = false;
  }

  #draw(lines: readonly string[]): void {
    const visible = lines.slice(0, Math.max(1, (this.#stream.rows || 24) - 1));
    const open = this.#isOpen ? '' : HIDE_CURSOR;
    this.#stream.write(`${open}${this.#erase()}${visible.map((line) => `${safeLines(line)}\n`).join('')}`);
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
