const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const PARTS = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * The milliseconds of a duration like `30s`, `1h30m`, `2d` or ISO 8601 `PT5M`; null where `text` is none. A bare number
 * is refused: its unit would be a guess.
 */
export function parseDurationMs(text: string): number | null {
  const ms = PARTS.test(text) ? sumOfParts(text) : isoMs(text);
  return ms !== null && Number.isSafeInteger(ms) ? ms : null;
}

function sumOfParts(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  const sum = parts.reduce(
    (ms, [, amount, unit]) => ms + Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
  return Math.round(sum);
}

function isoMs(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null || text === 'P' || text.endsWith('T')) return null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.round(((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
}

/** A duration for people, two units at most: `850ms`, `42s`, `3m 05s`, `2h 10m`, `1d 4h`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${pad(Math.floor((seconds % 3600) / 60))}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3600)}h`;
}

const pad = (n: number): string => String(n).padStart(2, '0');

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** A duration as files write it, with nothing left out: `1h30m`, `90d`, `0s`. */
export function exactDuration(ms: number): string {
  let left = ms;
  let text = '';
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(left / unitMs);
    if (count > 0) text += `${count}${unit}`;
    left -= count * unitMs;
  }
  return text === '' ? '0s' : text;
}
