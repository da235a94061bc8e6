import { timeFieldProblem } from './time-fields.js';

const SHORTHANDS: Readonly<Record<string, string>> = {
  minutely: '* * * * *',
  hourly: '0 * * * *',
  daily: '0 0 * * *',
  weekly: '0 0 * * MON',
  monthly: '0 0 1 * *',
  quarterly: '0 0 1 */3 *',
  semiannually: '0 0 1 1,7 *',
  yearly: '0 0 1 1 *',
  annually: '0 0 1 1 *',
};

const DATE = /^(?:(\*|\d{4})-)?(\*|[\d,./]+)-(\*|[\d,./]+)$/;
const CLOCK = /^(\*|[\d,./]+):(\*|[\d,./]+|\*?\/\d+)(?::(\*|[\d,./]+))?$/;
const DAYS = /^[A-Za-z]{3,9}(?:(?:\.\.|,|-)[A-Za-z]{3,9})*$/;

/** The problem of a text that is a calendar event of systemd, with the cron expression to write; null if it is none. */
export function systemdProblem(text: string): string | null {
  const shorthand = SHORTHANDS[text.toLowerCase()];
  if (shorthand !== undefined) return `is a calendar event of systemd: write ${JSON.stringify(shorthand)}`;
  const words = text.split(/\s+/);
  if (words.length > 3 || !words.some((word) => DATE.test(word) || CLOCK.test(word))) return null;
  const cron = cronOf(words);
  return cron === null
    ? 'is a calendar event of systemd, expected cron: minute hour day-of-month month day-of-week'
    : `is a calendar event of systemd: write ${JSON.stringify(cron)}`;
}

function cronOf(words: readonly string[]): string | null {
  const [date, clock, days] = [DATE, CLOCK, DAYS].map((form) => words.find((word) => form.test(word)));
  if (words.length !== [date, clock, days].filter((part) => part !== undefined).length) return null;
  const [, year = '*', month = '*', day = '*'] = DATE.exec(date ?? '') ?? [];
  const [, hour = '0', minute = '0', second = '0'] = CLOCK.exec(clock ?? '') ?? [];
  if (year !== '*' || Number(second) !== 0) return null;
  const fields = [
    ['minute', minute],
    ['hour', hour],
    ['dayOfMonth', day],
    ['month', month],
    ['dayOfWeek', days ?? '*'],
  ] as const;
  const read = fields.map(([name, part]) => ({ name, text: inCron(part) }));
  return read.some(({ name, text }) => timeFieldProblem(text, name) !== null)
    ? null
    : read.map(({ text }) => text).join(' ');
}

const inCron = (part: string): string =>
  part
    .replaceAll('..', '-')
    .replace(/^\//, '*/')
    .replace(/\b0+(?=\d)/g, '')
    .replace(/^0\//, '*/')
    .replace(/[A-Za-z]{3,9}/g, (day) => day.slice(0, 3).toUpperCase());
