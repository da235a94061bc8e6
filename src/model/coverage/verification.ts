import type { CountedWindow } from '../quality/window-census.js';
import { OTHER_WRITER } from '../quality/window-census.js';
import type { RunCounts } from '../api/task-run.js';
import type { Interval } from '../time/interval.js';
import { coverageOf } from './coverage-stretches.js';
import { PROVEN } from './coverage.js';
import type { CoverageEntry, CoverageState } from './coverage.js';
import type { Selection } from './selection.js';

/** A stretch of time that is compared with its spans, with what the ledger says of it. */
export interface LedgerWindow extends Interval {
  /** Null: no run is known. */
  state: CoverageState | null;
  /** The runs over it, the newest first. */
  runIds: string[];
  /** What the newest run over it that counted, and that covers it exactly, saw; null: there is none. */
  counts: RunCounts | null;
}

/**
 * The time of a range, cut where windows of runs begin and end: each piece is in one state. Runs of other evaluators count
 * for nothing, as in {@link coverageOf}.
 */
export function ledgerWindows(
  entries: readonly CoverageEntry[],
  range: Interval,
  evaluators: string | null,
): LedgerWindow[] {
  const counting = entries.filter(
    (entry) => evaluators === null || entry.evaluators === null || entry.evaluators === evaluators,
  );
  const waiting = counting.toSorted((a, b) => b.startMs - a.startMs);
  let open: CoverageEntry[] = [];
  return piecesOf(counting, range).flatMap((piece) => {
    while ((waiting.at(-1)?.startMs ?? Infinity) <= piece.startMs) open.push(...waiting.splice(-1));
    open = open.filter(({ endMs }) => endMs >= piece.endMs);
    return open.length === 0 ? daysIn(piece).map(withoutRun) : [windowOver(piece, open)];
  });
}

const withoutRun = (piece: Interval): LedgerWindow => ({ ...piece, state: null, runIds: [], counts: null });

const DAY_MS = 86_400_000;

/** A long stretch in parts of a day, so that a sample can be read of it. */
function daysIn({ startMs, endMs }: Interval): Interval[] {
  const days = Math.ceil((endMs - startMs) / DAY_MS);
  return Array.from({ length: days }, (_, day) => ({
    startMs: startMs + day * DAY_MS,
    endMs: Math.min(endMs, startMs + (day + 1) * DAY_MS),
  }));
}

function piecesOf(entries: readonly CoverageEntry[], { startMs, endMs }: Interval): Interval[] {
  const inside = entries
    .flatMap((entry) => [entry.startMs, entry.endMs])
    .filter((ms) => ms > startMs && ms < endMs);
  const borders = [...new Set([startMs, ...inside, endMs])].sort((a, b) => a - b);
  return borders.slice(1).map((border, at) => ({ startMs: borders[at] ?? startMs, endMs: border }));
}

/** `entries` are those over the whole piece. */
function windowOver(piece: Interval, entries: readonly CoverageEntry[]): LedgerWindow {
  const newestFirst = entries.toSorted((a, b) => b.createdMs - a.createdMs);
  const exact = newestFirst.find(({ startMs, endMs }) => startMs === piece.startMs && endMs === piece.endMs);
  return {
    ...piece,
    state: coverageOf(entries, piece, null)[0]?.state ?? null,
    runIds: newestFirst.map(({ runId }) => runId),
    counts: exact?.counts ?? null,
  };
}

/** A window of the ledger beside its spans. */
export interface VerifiedWindow extends LedgerWindow {
  spans: number;
  evaluated: number;
  /** Spans with an evaluation, by the run that wrote it; `other`: by none that the ledger knows for this time. */
  writers: Record<string, number>;
  /**
   * Spans without an evaluation that came after the window was proven: no run had an error on them or skipped them. Null: it
   * cannot be told, since the task evaluates a sample, or not each span by itself.
   */
  late: number | null;
}

/** What a window amounts to, by its spans. */
export function verifiedWindow(
  window: LedgerWindow,
  { spans, evaluated, writers }: CountedWindow,
  selection: Pick<Selection, 'samplingRate' | 'isEachSpan'>,
): VerifiedWindow {
  return { ...window, spans, evaluated, writers, late: lateOf(window, spans - evaluated, selection) };
}

function lateOf(
  { state, counts }: LedgerWindow,
  without: number,
  { samplingRate, isEachSpan }: Pick<Selection, 'samplingRate' | 'isEachSpan'>,
): number | null {
  if (state === null || !PROVEN.has(state) || without === 0) return 0;
  if (samplingRate < 1 || !isEachSpan) return null;
  return Math.max(0, without - (counts === null ? 0 : counts.errors + counts.skipped));
}

/** Sums over verified windows. */
export interface VerifiedTotals {
  spans: number;
  evaluated: number;
  without: number;
  /** Null: it cannot be told of any window that has spans without an evaluation. */
  late: number | null;
  writers: Record<string, number>;
}

export function verifiedTotals(windows: readonly VerifiedWindow[]): VerifiedTotals {
  const writers: Record<string, number> = {};
  for (const window of windows)
    for (const [writer, spans] of Object.entries(window.writers))
      writers[writer] = (writers[writer] ?? 0) + spans;
  const spans = sum(windows, (window) => window.spans);
  const evaluated = sum(windows, (window) => window.evaluated);
  const known = windows.flatMap(({ late }) => (late === null ? [] : [late]));
  const late = windows.length > 0 && known.length === 0 ? null : known.reduce((all, each) => all + each, 0);
  return { spans, evaluated, without: spans - evaluated, late, writers };
}

const sum = (windows: readonly VerifiedWindow[], of: (window: VerifiedWindow) => number): number =>
  windows.reduce((all, window) => all + of(window), 0);

/** How evaluations were attributed: by the runs that their metadata names, or not at all. */
export const attributionOf = ({ writers }: VerifiedTotals): 'run' | 'none' =>
  Object.keys(writers).some((writer) => writer !== OTHER_WRITER) ? 'run' : 'none';

/** The entries of the ledger whose window was compared with its spans, with what was found: of several the newest. */
export function entriesVerified(
  entries: readonly CoverageEntry[],
  windows: readonly VerifiedWindow[],
  nowMs: number,
): CoverageEntry[] {
  const byWindow = new Map<string, CoverageEntry>();
  for (const entry of entries.toSorted((a, b) => a.createdMs - b.createdMs))
    byWindow.set(keyOf(entry), entry);
  return windows.flatMap((window) => {
    const entry = byWindow.get(keyOf(window));
    if (entry === undefined) return [];
    const { spans, evaluated, late } = window;
    return [{ ...entry, verified: { atMs: nowMs, spans, evaluated, late } }];
  });
}

const keyOf = ({ startMs, endMs }: Interval): string => `${startMs} ${endMs}`;
