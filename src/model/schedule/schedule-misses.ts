import type { Interval } from '../time/interval.js';
import { isPausedByFailure, parsePauseNote } from './pause-note.js';
import type { Overlap } from './schedule.js';

/** A firing as Temporal lists it. All times in milliseconds since 1970. */
export interface Firing {
  workflowId: string;
  /** The time it stands for, without jitter and delay. */
  nominalMs: number;
  startedMs: number;
  /** Null while it runs. */
  closedMs: number | null;
  state: 'running' | 'good' | 'failed' | 'cancelled';
  /** The task queue whose workers do not work on it; null: they do, or it has ended. */
  untakenQueue: string | null;
}

/** What is known of a schedule and its firings. All times in milliseconds since 1970. */
export interface ScheduleEvidence {
  /** Times of the schedule, with jitter, from the oldest to the newest. */
  timesMs: readonly number[];
  firings: readonly Firing[];
  jitterMs: number;
  overlap: Overlap;
  catchupMs: number;
  isPaused: boolean;
  /** Of the schedule’s state; empty: there is none. */
  note: string;
  /** Firings that wait for the running one. */
  buffered: number;
  nowMs: number;
}

/**
 * Why a time has no firing: another firing was open (`overlap`), it was paused by hand (`paused`) or by a failure
 * (`paused-by-failure`), Temporal was away for longer than the catch-up window (`catch-up`), it should have fired by now
 * (`overdue`), or none of these can be told (`unexplained`).
 */
export type MissReason = 'overlap' | 'paused' | 'paused-by-failure' | 'catch-up' | 'overdue' | 'unexplained';

/** What became of one time of a schedule. */
export interface ScheduleTime {
  atMs: number;
  state: Firing['state'] | 'untaken' | 'buffered' | 'missed';
  reason: MissReason | null;
  /** For `untaken`, also the firing that it waits for. */
  firing: Firing | null;
  /** For `overlap`: the firing that was open. */
  heldBy: string | null;
}

/** Nothing is late before this: Temporal and workers act within seconds, and Temporal's list follows with a delay. */
const FIRING_GRACE_MS = 60_000;

/** What became of each time that is over, from the oldest to the newest. */
export function scheduleTimes(evidence: ScheduleEvidence): ScheduleTime[] {
  const { timesMs, nowMs } = evidence;
  const byTime = firingsByTime(evidence);
  const lastFiredMs = timesMs.findLast((atMs) => byTime.has(atMs)) ?? Number.NEGATIVE_INFINITY;
  let buffered = evidence.buffered;
  return timesMs
    .filter((atMs) => byTime.has(atMs) || atMs <= nowMs - FIRING_GRACE_MS)
    .map((atMs) => {
      const firing = byTime.get(atMs);
      if (firing !== undefined) return firedTime(atMs, firing, nowMs);
      const missed = missedTime(atMs, lastFiredMs, evidence);
      const holder = missed.reason === 'overlap' && buffered > 0 ? openHolder(missed, evidence) : undefined;
      if (holder === undefined) return missed;
      buffered--;
      // What waits for a firing that nobody works on waits for ever.
      return isUntaken(holder, nowMs)
        ? { ...missed, state: 'untaken', reason: null, firing: holder }
        : { ...missed, state: 'buffered', reason: null };
    });
}

/**
 * The firings by the time that each belongs to. A time has its jitter on it and is never later than the nominal time after
 * it, so a firing belongs to the first time that is not before its nominal one. Of several the last counts.
 */
function firingsByTime({ timesMs, firings, jitterMs }: ScheduleEvidence): Map<number, Firing> {
  const byTime = new Map<number, Firing>();
  for (const firing of firings.toSorted((a, b) => a.startedMs - b.startedMs)) {
    const atMs = firstFrom(timesMs, firing.nominalMs);
    // A time's milliseconds may be cut off in a nominal time.
    if (atMs !== null && atMs - firing.nominalMs <= jitterMs + 999) byTime.set(atMs, firing);
  }
  return byTime;
}

function firstFrom(sortedMs: readonly number[], fromMs: number): number | null {
  let [low, high] = [0, sortedMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sortedMs[middle] ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return sortedMs[low] ?? null;
}

const isUntaken = ({ untakenQueue, startedMs }: Firing, nowMs: number): boolean =>
  untakenQueue !== null && nowMs - startedMs >= FIRING_GRACE_MS;

const firedTime = (atMs: number, firing: Firing, nowMs: number): ScheduleTime => ({
  atMs,
  state: isUntaken(firing, nowMs) ? 'untaken' : firing.state,
  reason: null,
  firing,
  heldBy: null,
});

function missedTime(atMs: number, lastFiredMs: number, evidence: ScheduleEvidence): ScheduleTime {
  const holder = holderAt(atMs, evidence);
  const reason = pauseAt(atMs, lastFiredMs, evidence) ?? reasonOf(atMs, lastFiredMs, holder, evidence);
  const heldBy = reason === 'overlap' ? (holder?.workflowId ?? null) : null;
  return { atMs, state: 'missed', reason, firing: null, heldBy };
}

function reasonOf(
  atMs: number,
  lastFiredMs: number,
  holder: Firing | undefined,
  { overlap, catchupMs, nowMs }: ScheduleEvidence,
): MissReason {
  if (holder !== undefined && overlap !== 'allow') return 'overlap';
  if (nowMs - atMs > catchupMs) return 'catch-up';
  return lastFiredMs > atMs ? 'unexplained' : 'overdue';
}

// What Temporal decides takes a moment, and its clock is not that of the visibility store or of who pauses.
const SLACK_MS = 1000;

/** The firing that was open at a time, or when Temporal came back and made up for an earlier one: that one was first. */
const holderAt = (atMs: number, { firings, catchupMs }: ScheduleEvidence): Firing | undefined =>
  firings.find(
    ({ nominalMs, startedMs, closedMs }) =>
      (startedMs <= atMs + SLACK_MS || (nominalMs <= atMs && startedMs - atMs <= catchupMs)) &&
      (closedMs === null || closedMs >= atMs - SLACK_MS),
  );

const openHolder = ({ heldBy }: ScheduleTime, { firings }: ScheduleEvidence): Firing | undefined =>
  firings.find(({ workflowId, closedMs }) => workflowId === heldBy && closedMs === null);

function pauseAt(
  atMs: number,
  lastFiredMs: number,
  { isPaused, note }: ScheduleEvidence,
): 'paused' | 'paused-by-failure' | null {
  const parsed = parsePauseNote(note);
  if (parsed?.before.some((pause) => isIn(pause, atMs)) === true) return 'paused';
  if (!isPaused) return null;
  if (parsed?.state === 'paused') return atMs >= parsed.atMs - SLACK_MS ? 'paused' : null;
  // Since when is not known: it has not fired since its last firing.
  if (atMs < lastFiredMs) return null;
  return isPausedByFailure(note) ? 'paused-by-failure' : 'paused';
}

const isIn = ({ startMs, endMs }: Interval, atMs: number): boolean =>
  atMs >= startMs - SLACK_MS && atMs < endMs;

/** Whether somebody has to look at it: what was paused by hand is as it was meant to be. */
export const isProblem = ({ state, reason }: ScheduleTime): boolean =>
  state === 'missed'
    ? reason !== 'paused'
    : state === 'failed' || state === 'cancelled' || state === 'untaken';
