import type { Interval } from '../time/interval.js';
import type { WindowBaseline } from './gate.js';
import { instantMs } from '../time/window.js';

/** A stretch of a project's time in which evaluations of a task are looked for. */
export interface SpanWindow extends Interval {
  projectId: string;
  taskId: string;
  /** The runs that may have written them; none: any run of the task. */
  runIds: string[];
  /** The filter of the task; null if it has none. */
  filter: string | null;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * The windows that a baseline is read from: a list for each window that counts by itself, in which each task has one. Several
 * windows of one task are moved together, so that the window before begins as long before them as they last.
 */
export function baselineWindows(measured: readonly SpanWindow[], baseline: WindowBaseline): SpanWindow[][] {
  const wholes = [...new Set(measured.map(({ taskId }) => taskId))].map((taskId) =>
    hullOf(measured.filter((window) => window.taskId === taskId)),
  );
  return intervalsOf(baseline).map((intervalFor) =>
    wholes.map((whole) => ({ ...whole, ...intervalFor(whole), runIds: [] })),
  );
}

type IntervalFor = (window: Interval) => Interval;

function intervalsOf(baseline: WindowBaseline): IntervalFor[] {
  switch (baseline.kind) {
    case 'previousWindow':
      return [windowsBefore(1)];
    case 'sameWindowLastWeek':
      return [({ startMs, endMs }) => ({ startMs: startMs - WEEK_MS, endMs: endMs - WEEK_MS })];
    case 'trailing':
      return Array.from({ length: baseline.windows }, (_, at) => windowsBefore(at + 1));
    case 'range':
      return [() => ({ startMs: instantMs(baseline.start) ?? 0, endMs: instantMs(baseline.end) ?? 0 })];
  }
}

const windowsBefore =
  (count: number): IntervalFor =>
  ({ startMs, endMs }) => ({
    startMs: startMs - count * (endMs - startMs),
    endMs: endMs - count * (endMs - startMs),
  });

const hullOf = (windows: readonly SpanWindow[]): SpanWindow => ({
  ...(windows[0] as SpanWindow),
  startMs: Math.min(...windows.map(({ startMs }) => startMs)),
  endMs: Math.max(...windows.map(({ endMs }) => endMs)),
});
