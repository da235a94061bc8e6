import { standingOf } from '../../model/backfill/backfill-standing.js';
import { isFinal } from '../../model/pipeline/snapshot.js';
import type { StepSnapshot } from '../../model/pipeline/snapshot.js';
import type { WorkflowSnapshot } from '../../model/temporal/workflow-snapshot.js';
import type { Style } from '../style.js';
import { backfillLine, holdUps } from '../views/backfill/backfill-progress-lines.js';
import { pausedText, progressLines, stepLine, totalsLine } from '../views/run/progress-views.js';
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
        // What waits is no news, unless it did something else before.
        if (isNews || step.stage !== 'waiting') shown.set(step.id, key);
        if (isNews) say(line);
      }
      const news = backfillNews(snapshot, nowMs());
      if (news !== null && shown.get(BACKFILL) !== news.key) {
        shown.set(BACKFILL, news.key);
        say(news.line);
      }
      // What ends while it is paused does not go on.
      const isPaused = snapshot.pausedAt !== undefined || (wasPaused && snapshot.closedAt !== null);
      if (isPaused !== wasPaused) say(pausedText(snapshot, nowMs()) ?? 'Goes on: no longer paused.');
      wasPaused = isPaused;
      const isQuiet = nowMs() - lastMs >= HEARTBEAT_MS;
      if (isQuiet && news !== null) say(news.line);
      else if (isQuiet && snapshot.steps.some((step) => !isFinal(step))) say(totalsLine(snapshot, nowMs()));
    },
    say,
    close: () => undefined,
  };
}

/** Where the last line of a backfill is kept: no step is called so. */
const BACKFILL = '';

/** A line for each tenth of a backfill, and where something holds it up. */
function backfillNews({ backfill }: WorkflowSnapshot, nowMs: number): { key: string; line: string } | null {
  const progress = backfill?.progress ?? null;
  if (progress === null) return null;
  const { share, bad } = standingOf(progress, nowMs);
  // A pause has a line of its own.
  const held = holdUps({ ...progress, paused: null }, nowMs);
  const line = [backfillLine(progress, nowMs), ...held].join('. ');
  return { key: [Math.floor(share * 10), bad > 0, progress.limit, ...held].join(' '), line };
}

/** What makes a line worth printing: counts and times that come after an end, and what a step that waits still waits for, do not. */
function newsOf(step: StepSnapshot, line: string): string {
  if (step.stage === 'waiting') return step.stage;
  return isFinal(step) ? [step.stage, step.attempt].join(' ') : line;
}
