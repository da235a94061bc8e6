import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ScheduleOverlapPolicy } from '@temporalio/client';
import { rangesOf } from '../../model/backfill/backfill-times.js';
import { formatPauseNote, parsePauseNote, resumedAfter } from '../../model/schedule/pause-note.js';
import type { Overlap } from '../../model/schedule/schedule.js';
import { describeIfAny } from '../workflow.js';
import type { NominalTime } from './probe-schedule.js';
import type { OurSchedule } from './our-schedule.js';

/** Who pauses or resumes a schedule, when (milliseconds since 1970) and why. */
export interface Author {
  atMs: number;
  /** Without colons: the note is read again, and a colon ends the name there. */
  by: string;
  reason: string | null;
}

/** Pauses a schedule; running work continues. Returns its note, and whether it was active before. */
export async function pauseSchedule(
  { handle, description }: OurSchedule,
  author: Author,
): Promise<{ note: string; isChanged: boolean }> {
  const { paused, note = '' } = description.state;
  if (paused) return { note, isChanged: false };
  const before = parsePauseNote(note)?.before ?? [];
  const text = formatPauseNote({ state: 'paused', ...author, before });
  await handle.pause(text);
  return { note: text, isChanged: true };
}

/** Resumes a schedule; it does not make up for what it missed. Returns its note, and whether it was paused before. */
export async function resumeSchedule(
  { handle, description }: OurSchedule,
  author: Author,
): Promise<{ note: string; isChanged: boolean }> {
  const { paused, note = '' } = description.state;
  if (!paused) return { note, isChanged: false };
  const text = formatPauseNote(resumedAfter(parsePauseNote(note), author));
  await handle.unpause(text);
  return { note: text, isChanged: true };
}

/** Deletes a schedule; what it started continues. */
export const deleteSchedule = ({ handle }: OurSchedule): Promise<void> => handle.delete();

/** A firing on request is to run: if the schedule would skip it, it waits for those that are running or waiting already. */
const OVERLAP = {
  skip: 'BUFFER_ALL',
  'buffer-one': 'BUFFER_ALL',
  'cancel-other': 'CANCEL_OTHER',
  allow: 'ALLOW_ALL',
} as const satisfies Record<Overlap, ScheduleOverlapPolicy>;

/** Fires a schedule now, or as at one of its times, unless that is firing or its firing succeeded. */
export async function fireSchedule(
  client: Client,
  schedule: OurSchedule,
  time: NominalTime | null,
): Promise<FiringStart> {
  const { handle, memo } = schedule;
  const overlap = OVERLAP[memo.definition.overlap];
  if (time === null) return awaitStart(schedule, null, () => handle.trigger(overlap));
  const workflowId = `${handle.scheduleId}${endOfId(time.nominalMs)}`;
  const before = await describeIfAny(client, workflowId);
  if (before?.status.name === 'RUNNING') return { how: 'running', workflowId };
  if (before?.status.name === 'COMPLETED') return { how: 'finished', workflowId };
  const range = { start: new Date(time.nominalMs), end: new Date(time.firesMs), overlap };
  return awaitStart(schedule, time.nominalMs, () => handle.backfill(range));
}

/** Fires a schedule for the `chosen` ones of `all` its times in a range. */
export const backfillSchedule = (
  { handle }: OurSchedule,
  all: readonly NominalTime[],
  chosen: readonly NominalTime[],
  overlap: ScheduleOverlapPolicy,
): Promise<void> =>
  // Temporal takes both ends of a range as included, and its times with their jitter.
  handle.backfill(
    rangesOf(all, chosen).map(({ first, last }) => ({
      start: new Date(first.nominalMs),
      end: new Date(last.firesMs),
      overlap,
    })),
  );

const POLL_EVERY_MS = 200;
const GIVE_UP_MS = 10_000;

/** What became of a request to fire. */
export interface FiringStart {
  /**
   * `running`, `finished`: its time fires already, or its firing succeeded, so nothing was started; `waiting`: another firing
   * is running; `asked`: Temporal has not acted on it yet.
   */
  how: 'started' | 'running' | 'finished' | 'waiting' | 'asked';
  workflowId: string | null;
}

/**
 * Asks a schedule to fire, and waits for a moment to see which workflow it starts: the one of a nominal time, in milliseconds
 * since 1970, or whichever comes next where that is null.
 */
async function awaitStart(
  { handle, description }: OurSchedule,
  nominalMs: number | null,
  ask: () => Promise<void>,
): Promise<FiringStart> {
  const known = new Set(
    description.info.recentActions.map(({ action }) => action.workflow.firstExecutionRunId),
  );
  const buffered = Number(description.raw.info?.bufferSize ?? 0);
  await ask();
  for (const startMs = Date.now(); Date.now() - startMs < GIVE_UP_MS; await sleep(POLL_EVERY_MS)) {
    const { info, raw } = await handle.describe();
    const started = info.recentActions.find(
      ({ action: { workflow } }) =>
        !known.has(workflow.firstExecutionRunId) &&
        (nominalMs === null || workflow.workflowId.endsWith(endOfId(nominalMs))),
    );
    if (started !== undefined) return { how: 'started', workflowId: started.action.workflow.workflowId };
    if (Number(raw.info?.bufferSize ?? 0) > buffered) return { how: 'waiting', workflowId: null };
  }
  return { how: 'asked', workflowId: null };
}

// Temporal ends the id of a firing with its nominal time, in whole seconds.
const endOfId = (nominalMs: number): string => `-${new Date(nominalMs).toISOString().slice(0, 19)}Z`;
