import { resourceId } from '../api/request-checks.js';
import { all, endsAfterStart, flag, instant, optional, shape, text, whole } from '../base/checks.js';
import { totalOf } from '../quality/window-census.js';
import type { Census, Total } from '../quality/window-census.js';
import type { Interval } from '../time/interval.js';
import { toUtc } from '../time/window.js';
import type { Window } from '../time/window.js';
import type { CoverageState } from './coverage.js';
import type { Selection } from './selection.js';
import { attributionOf, verifiedTotals } from './verification.js';
import type { VerifiedWindow } from './verification.js';

/** Compares the windows of a ledger with their spans. */
export interface VerifyCoverageRequest extends Interval {
  taskId: string;
  /** Requests that may be sent to read spans; beyond it, a sample of the windows is compared. */
  maxRequests: number;
  /** Runs of other evaluators, or of other versions of them, count too. */
  isAnyVersion?: boolean;
  /** Only windows that a run of this workflow is over. */
  workflowId?: string;
}

/** A window that was compared with its spans. */
export interface VerifiedRow extends Window {
  /** Null: no run is known. */
  state: CoverageState | null;
  /** The runs over it, the newest first. */
  runIds: string[];
  spans: number;
  /** Those that carry all evaluations of the task. */
  evaluated: number;
  without: number;
  /** Those that came after the window was proven; null: it cannot be told. */
  late: number | null;
  /** Spans with an evaluation, by the run that their metadata names; `other`: it names none that the ledger knows. */
  writers: Record<string, number>;
}

/** The ledger of a task beside the spans of its project. Times are ISO 8601 with zone. */
export interface CoverageVerification {
  task: { id: string; name: string };
  range: Window;
  verifiedAt: string;
  /** The names of the evaluations that count. */
  evaluations: string[];
  /** Only spans that match it are counted, as the task evaluates no others; null: all. */
  filter: string | null;
  /** The share of spans that the task evaluates, 0 to 1. */
  samplingRate: number;
  /** Pieces of the range, cut where windows of runs begin and end, and how many were compared. */
  windows: { total: number; compared: number };
  /** Requests that were sent to read spans. */
  requests: number;
  /** Over the windows that were compared. */
  spans: { total: number; evaluated: number; without: number; late: number | null };
  /** For the whole range, from the sample, each with half its 95 % interval; null: all windows were compared. */
  estimate: { total: Total; without: Total; late: Total } | null;
  /** `run`: evaluations name the run that wrote them; `none`: none of those that were read does. */
  attributedBy: 'run' | 'none';
  writers: Record<string, number>;
  /** Windows with spans that lack an evaluation, those with late spans first. At most 200. */
  findings: VerifiedRow[];
  /** Such windows beyond them. */
  omitted: number;
}

/** Requests of a comparison where nobody says: 200,000 spans. */
export const DEFAULT_VERIFY_REQUESTS = 400;

export const verifyCoverageCheck = all(
  shape<VerifyCoverageRequest>({
    taskId: resourceId,
    startMs: instant,
    endMs: instant,
    maxRequests: whole(1),
    isAnyVersion: optional(flag),
    workflowId: optional(text),
  }),
  endsAfterStart,
);

/** What a comparison was made of. */
export interface Compared {
  task: { id: string; name: string };
  range: Interval;
  nowMs: number;
  evaluations: string[];
  selection: Selection;
  census: Census;
  /** Those of the census, in the same order. */
  windows: VerifiedWindow[];
}

const MAX_FINDINGS = 200;

export function verificationOf(compared: Compared): CoverageVerification {
  const { task, range, nowMs, evaluations, selection, census, windows } = compared;
  const totals = verifiedTotals(windows);
  const { writers, evaluated, without, late } = totals;
  const found = windows.filter((window) => window.spans > window.evaluated).sort(worstFirst);
  return {
    task,
    range: { dataStartTime: toUtc(range.startMs), dataEndTime: toUtc(range.endMs) },
    verifiedAt: toUtc(nowMs),
    evaluations,
    filter: selection.filter,
    samplingRate: selection.samplingRate,
    windows: { total: census.windows, compared: windows.length },
    requests: census.requests,
    spans: { total: totals.spans, evaluated, without, late },
    estimate: estimateOf(census, windows),
    attributedBy: attributionOf(totals),
    writers,
    findings: found.slice(0, MAX_FINDINGS).map(rowOf),
    omitted: Math.max(0, found.length - MAX_FINDINGS),
  };
}

const worstFirst = (a: VerifiedWindow, b: VerifiedWindow): number =>
  (b.late ?? 0) - (a.late ?? 0) || a.startMs - b.startMs;

function estimateOf(census: Census, windows: readonly VerifiedWindow[]): CoverageVerification['estimate'] {
  if (windows.length >= census.windows) return null;
  const lateAt = new Map(census.counted.map(({ at }, index) => [at, windows[index]?.late ?? 0]));
  return {
    total: totalOf(census, ({ spans }) => spans),
    without: totalOf(census, ({ spans, evaluated }) => spans - evaluated),
    late: totalOf(census, ({ at }) => lateAt.get(at) ?? 0),
  };
}

const rowOf = ({
  startMs,
  endMs,
  state,
  runIds,
  spans,
  evaluated,
  late,
  writers,
}: VerifiedWindow): VerifiedRow => ({
  dataStartTime: toUtc(startMs),
  dataEndTime: toUtc(endMs),
  state,
  runIds,
  spans,
  evaluated,
  without: spans - evaluated,
  late,
  writers,
});
