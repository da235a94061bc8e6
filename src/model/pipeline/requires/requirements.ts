import type { SpanOwner } from '../../quality/span-count.js';
import type { Window } from '../../time/window.js';

/** Something that must exist before a step starts. Names need `space`, which is the step's if absent. */
export type Requirement =
  | ({ kind: 'dataset'; dataset: string; space?: string; minExamples: number } & Waiting)
  | ({ kind: 'experiment'; experiment: string; dataset?: string; space?: string; minRuns: number } & Waiting)
  /** Spans in the window of the step that match the filter (as the service takes it); all if absent. */
  | ({ kind: 'spans'; spans: { min: number; filter?: string } } & Waiting)
  /** The step's task uses the evaluator (name or ID), in this version (ID or commit hash) or, if absent, in any. */
  | { kind: 'evaluator'; evaluator: string; space?: string; version?: string }
  | { kind: 'integration'; integration: string; space?: string };

/** How long a requirement that is not met is waited for, in milliseconds from the start of the step; absent: not at all. */
interface Waiting {
  untilMs?: number;
}

/** How long a requirement is waited for; null: not at all. */
export const waitsFor = (requirement: Requirement): number | null =>
  'untilMs' in requirement ? (requirement.untilMs ?? null) : null;

/** Request of the activity `checkReadiness`. */
export interface ReadinessRequest {
  requirements: Requirement[];
  /** The step's task: name or ID. Null: the step has none. */
  task: string | null;
  /** Where names are looked up that have no space of their own. */
  space: string | null;
  /** Whose spans are counted, in which window; absent: those of no step. */
  spansOf?: { owner: SpanOwner; window: Partial<Window> };
}

const FIRST_MS = 30_000;
/** A long wait is checked more rarely: about two hundred checks in a week. */
const SHARE = 0.05;

/**
 * In how many milliseconds a requirement that is not met is checked again, `elapsedMs` after the wait began; null: its
 * `waitMs` are over. The last check is at its end.
 */
export function nextCheckMs(elapsedMs: number, waitMs: number): number | null {
  const leftMs = waitMs - elapsedMs;
  if (leftMs <= 0) return null;
  return Math.min(leftMs, Math.max(FIRST_MS, Math.round(elapsedMs * SHARE)));
}
