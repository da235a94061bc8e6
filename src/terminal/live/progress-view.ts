import { isFinal } from '../../model/snapshot.js';
import type { WorkflowSnapshot } from '../../model/snapshot.js';
import type { Style } from '../style.js';
import { progressLines, stepLine, totalsLine } from '../views/progress-views.js';
import { LiveRegion } from './live-region.js';
import type { LiveStream } from './live-region.js';

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

/** Elsewhere: a line for each change, and one a minute to show that it goes on. */
export function logView(write: (line: string) => void, nowMs: () => number): ProgressView {
  const shown = new Map<string, string>();
  let lastMs = nowMs();
  const say = (line: string): void => {
    lastMs = nowMs();
    write(`${new Date(lastMs).toISOString().slice(11, 19)}Z ${line}`);
  };
  return {
    show: (snapshot) => {
      for (const step of snapshot.steps) {
        const line = stepLine(step);
        const isNews = shown.get(step.id) !== line && (step.stage !== 'waiting' || shown.has(step.id));
        shown.set(step.id, line);
        if (isNews) say(line);
      }
      const isQuiet = nowMs() - lastMs >= HEARTBEAT_MS;
      if (isQuiet && snapshot.steps.some((step) => !isFinal(step))) say(totalsLine(snapshot, nowMs()));
    },
    say,
    close: () => undefined,
  };
}
