import type { Interval } from '../time/interval.js';
import { instantMs, toUtc } from '../time/window.js';

/** What a schedule's note says of its pauses: Temporal keeps nothing of them but this one text. */
export interface PauseNote {
  state: 'paused' | 'resumed';
  /** Milliseconds since 1970. */
  atMs: number;
  by: string;
  reason: string | null;
  /** Pauses that are over, the newest first. */
  before: readonly Interval[];
}

/** Older pauses than these are forgotten. */
const MAX_PAUSES = 10;

/** The note as a text that people can read, and {@link parsePauseNote} too. */
export function formatPauseNote({ state, atMs, by, reason, before }: PauseNote): string {
  const head = `${state === 'paused' ? 'Paused' : 'Resumed'} ${toUtc(atMs)} by ${oneLine(by)}`;
  const why = reason === null ? '' : `: ${oneLine(reason)}`;
  const pauses = before.slice(0, MAX_PAUSES).map(({ startMs, endMs }) => `${toUtc(startMs)}/${toUtc(endMs)}`);
  return `${head}${why}${pauses.length === 0 ? '' : ` [paused before: ${pauses.join(', ')}]`}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const NOTE = /^(Paused|Resumed) (\S+) by ([^:]*?)(?:: (.*?))?(?: \[paused before: ([^\]]*)\])?$/;

/** Null for a note of another making, such as Temporal's own or one from its web interface. */
export function parsePauseNote(text: string): PauseNote | null {
  const match = NOTE.exec(text);
  const atMs = instantMs(match?.[2] ?? '');
  if (match === null || atMs === null) return null;
  const [, state, , by = '', reason, before = ''] = match;
  return {
    state: state === 'Paused' ? 'paused' : 'resumed',
    atMs,
    by,
    reason: reason ?? null,
    before: before === '' ? [] : before.split(', ').flatMap(intervalOf),
  };
}

function intervalOf(text: string): Interval[] {
  const [startMs, endMs] = text.split('/').map(instantMs);
  return typeof startMs === 'number' && typeof endMs === 'number' ? [{ startMs, endMs }] : [];
}

/** The note of a resume: it remembers the pause that ends with it. */
export function resumedAfter(
  paused: PauseNote | null,
  resumed: Omit<PauseNote, 'before' | 'state'>,
): PauseNote {
  const ended = paused?.state === 'paused' ? [{ startMs: paused.atMs, endMs: resumed.atMs }] : [];
  return { ...resumed, state: 'resumed', before: [...ended, ...(paused?.before ?? [])] };
}

/** Temporal's own note, where `pauseOnFailure` paused the schedule. */
export const isPausedByFailure = (note: string): boolean => note.startsWith('paused due to workflow');
