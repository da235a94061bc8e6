/** Half-open `[dataStartTime, dataEndTime)` of a project evaluation; ISO 8601 with zone. */
export interface Window {
  dataStartTime: string;
  dataEndTime: string;
}

/** The same members, of which the ends of a window may also be a `Date`. */
export type WithDates<T> = {
  [K in keyof T]: K extends keyof Window ? T[K] | Date : T[K];
};

/** The ends of a window as texts; a `Date` without a time becomes `Invalid Date`, which every check refuses. */
export function endsAsText<T extends object>(given: WithDates<T>): T {
  const ends = (['dataStartTime', 'dataEndTime'] as const).flatMap((name) => {
    const value = (given as WithDates<Partial<Window>> | undefined)?.[name];
    return value instanceof Date ? [[name, textOfDate(value)] as const] : [];
  });
  return ends.length === 0 ? (given as T) : ({ ...given, ...Object.fromEntries(ends) } as T);
}

const textOfDate = (date: Date): string => (Number.isNaN(date.getTime()) ? String(date) : date.toISOString());

export const MAX_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

const MIN_DAYS_OF_MONTH = 28;

const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The instant of an ISO 8601 time with zone, in milliseconds since 1970, or null where `text` is none: a time without
 * a zone is refused, since clients of the API have read it in two ways (docs/api-contract.md 2, row 15).
 */
export function instantMs(text: string): number | null {
  if (!ZONED.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || !isRealDay(text) ? null : ms;
}

// Date.parse rolls 31 February over into March. Times of hundreds of runs are read at once, so most days are let through early.
function isRealDay(text: string): boolean {
  const day = Number(text.slice(8, 10));
  if (day >= 1 && day <= MIN_DAYS_OF_MONTH) return true;
  const [year, month] = [Number(text.slice(0, 4)), Number(text.slice(5, 7))];
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** The same instant as the API writes it: UTC, milliseconds, `Z`. */
export const toUtc = (ms: number): string => new Date(ms).toISOString();

/** What is wrong with a window, in words; null when it can be sent (docs/api-contract.md 3, rule 6). */
export function windowProblem(window: Partial<Window>): string | null {
  const problem = rangeProblem(window);
  if (problem !== null) return problem;
  const { dataStartTime: from, dataEndTime: to } = window;
  if (from === undefined || to === undefined) return null;
  if ((instantMs(to) ?? 0) - (instantMs(from) ?? 0) <= MAX_WINDOW_MS) return null;
  return `the window ${from} to ${to} is longer than 30 days; cut it into windows of at most 30 days`;
}

/** What is wrong with a time of any length, such as that of a backfill; null if nothing is. */
export function rangeProblem(window: Partial<Window>): string | null {
  const start = window.dataStartTime === undefined ? undefined : instantMs(window.dataStartTime);
  const end = window.dataEndTime === undefined ? undefined : instantMs(window.dataEndTime);
  if (start === null) return notATime('data start time', window.dataStartTime);
  if (end === null) return notATime('data end time', window.dataEndTime);
  if (start === undefined || end === undefined) return null;
  // Times are shown as they were given.
  const { dataStartTime: from, dataEndTime: to } = window;
  return start < end ? null : `data start time ${from} must be before data end time ${to}`;
}

/** A warning about a window that ends in the future; null if it does not. */
export function futureWarning({ dataEndTime }: Partial<Window>, nowMs: number): string | null {
  const endMs = dataEndTime === undefined ? null : instantMs(dataEndTime);
  if (endMs === null || endMs <= nowMs) return null;
  return `The window ends in the future (${dataEndTime}): data that arrives after the run is not evaluated.`;
}

const notATime = (what: string, text: string | undefined): string =>
  `${what} ${JSON.stringify(text)} is not a time; write it with its zone, like 2026-11-01T00:00:00Z`;

/** Fixing a window failed because the task never ran and no start was given (docs/api-contract.md 1.3). */
export interface FirstRunNeedsStart {
  problem: string;
}

/**
 * Both ends of a window, fixed before anything is sent: an absent end is `nowMs`, an absent start the task's last run.
 * Servers disagree on their defaults, so none is relied on (docs/api-contract.md 2, row 7).
 */
export function fixWindow(
  given: Partial<Window>,
  lastRunAt: string | null,
  nowMs: number,
): Window | FirstRunNeedsStart {
  const start = given.dataStartTime ?? lastRunAt;
  if (start === null) {
    return {
      problem: 'the task has never run, so its first run needs a data start time (--data-start-time)',
    };
  }
  const window = { dataStartTime: start, dataEndTime: given.dataEndTime ?? toUtc(nowMs) };
  const problem = windowProblem(window);
  return problem === null ? normalised(window) : { problem };
}

const normalised = (window: Window): Window => ({
  dataStartTime: toUtc(instantMs(window.dataStartTime) ?? Number.NaN),
  dataEndTime: toUtc(instantMs(window.dataEndTime) ?? Number.NaN),
});

/** A time of today as `12:05:00Z`, any other with its day. */
export function clockTime(time: string, nowMs = Date.now()): string {
  const text = new Date(time).toISOString();
  const clock = `${text.slice(11, 19)}Z`;
  return text.slice(0, 10) === new Date(nowMs).toISOString().slice(0, 10)
    ? clock
    : `${text.slice(0, 10)} ${clock}`;
}
