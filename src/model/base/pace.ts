/** How fast the children of a workflow end. */
export interface Pace {
  /** How long, in milliseconds, from one end to the next lately; null while too few have ended. */
  readonly eachMs: number | null;
  /** Since when it is measured anew, in milliseconds since 1970, and how many had ended by then. */
  readonly sinceMs: number;
  readonly ended: number;
}

/** So many ends are measured together. */
const MEASURED = 8;

export const newPace = (nowMs: number): Pace => ({ eachMs: null, sinceMs: nowMs, ended: 0 });

export function paceAfter(pace: Pace, ended: number, nowMs: number): Pace {
  const more = ended - pace.ended;
  if (more < MEASURED) return pace;
  return { eachMs: (nowMs - pace.sinceMs) / more, sinceMs: nowMs, ended };
}

/** A child that has ended is replaced later by half of this share of the time that it took. */
const SHARE = 1 / 8;
const LEAST_MS = 100;
const MOST_MS = 1000;
const AT_FIRST_MS = 500;

/**
 * How long to keep a workflow task open that begins `agoMs` after the one before, in milliseconds; 0 means not at all. About
 * an eighth of the running children end in that time and share two or three tasks, whatever their pace.
 */
export function gatherForMs({ eachMs }: Pace, running: number, agoMs: number): number {
  const apartMs =
    eachMs === null ? AT_FIRST_MS : Math.min(MOST_MS, Math.max(LEAST_MS, eachMs * running * SHARE));
  const forMs = Math.round(apartMs - agoMs);
  return forMs < LEAST_MS / 2 ? 0 : forMs;
}
