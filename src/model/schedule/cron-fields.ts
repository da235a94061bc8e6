import type { CalendarTimes } from './schedule.js';
import { parseDurationMs } from '../time/duration.js';

type FieldName = keyof CalendarTimes;

const FIVE: readonly FieldName[] = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'];

const PREDEFINED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The fields of a cron expression, or its problem. */
export type CronFields = { fields: CalendarTimes } | { problem: string };

/** Reads a cron expression as the Temporal server does: the last of six fields is a year, the first of seven is seconds. */
export function cronFields(cron: string): CronFields {
  const [text = ''] = cron.split('#');
  const plain = text.trim();
  if (/^(CRON_)?TZ=/.test(plain)) return { problem: 'contains a time zone: use `timezone` instead' };
  if (plain.startsWith('@every')) return { problem: `is an interval: use ${insteadOf(plain)}` };
  const known = PREDEFINED[plain];
  if (known === undefined && plain.startsWith('@')) {
    return { problem: `is not one of ${Object.keys(PREDEFINED).join(', ')}` };
  }
  return namedFields((known ?? plain).split(/\s+/).filter((field) => field !== ''));
}

function insteadOf(every: string): string {
  const [, length = ''] = every.split(/\s+/);
  return `\`every: ${parseDurationMs(length) === null ? '6h' : length}\``;
}

function namedFields(fields: readonly string[]): CronFields {
  const names = namesFor(fields.length);
  if (names === null) {
    return {
      problem: `has ${fields.length} fields, expected 5 (minute hour day-of-month month day-of-week), 6 (a year last) or 7 (seconds first)`,
    };
  }
  const named = names.map((name, at): [FieldName, string] => [name, fields[at] ?? '']);
  const problem = named.map(([name, text]) => timeFieldProblem(text, name)).find((each) => each !== null);
  return problem === undefined ? { fields: Object.fromEntries(named) } : { problem: `has ${problem}` };
}

function namesFor(count: number): readonly FieldName[] | null {
  if (count === 5) return FIVE;
  if (count === 6) return [...FIVE, 'year'];
  return count === 7 ? ['second', ...FIVE, 'year'] : null;
}

/** A field of a cron expression or of a calendar, as the Temporal server reads it. */
interface TimeField {
  noun: string;
  min: number;
  max: number;
  /** Names of the values, starting with `min`; three letters are enough. */
  words?: readonly string[];
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export const TIME_FIELDS: Readonly<Record<keyof CalendarTimes, TimeField>> = {
  second: { noun: 'seconds', min: 0, max: 59 },
  minute: { noun: 'minutes', min: 0, max: 59 },
  hour: { noun: 'hours', min: 0, max: 23 },
  dayOfMonth: { noun: 'days of the month', min: 1, max: 31 },
  month: { noun: 'months', min: 1, max: 12, words: MONTHS },
  year: { noun: 'years', min: 2000, max: 2100 },
  // Sunday is 0 or 7.
  dayOfWeek: { noun: 'days of the week', min: 0, max: 7, words: DAYS },
};

/** The problem of the text of a field; null if the server accepts it. */
export function timeFieldProblem(text: string, name: keyof CalendarTimes): string | null {
  const field = TIME_FIELDS[name];
  return text
    .trim()
    .split(',')
    .some((part) => valuesOfPart(part, field) === null)
    ? `${JSON.stringify(text)} for the ${field.noun}, expected ${expected(field)}`
    : null;
}

/** The values that a field matches; empty if the server would not accept it. */
export const timeFieldValues = (text: string, name: keyof CalendarTimes): Set<number> =>
  new Set(
    text
      .trim()
      .split(',')
      .flatMap((part) => valuesOfPart(part, TIME_FIELDS[name]) ?? []),
  );

const expected = ({ min, max, words }: TimeField): string =>
  `${min} to ${max}${words === undefined ? '' : ` or ${words[0]?.slice(0, 3).toUpperCase()} to ${words.at(-1)?.slice(0, 3).toUpperCase()}`}, ranges like ${min}-${Math.min(max, min + 4)}, steps like */2, or a list of them`;

function valuesOfPart(part: string, field: TimeField): number[] | null {
  const [range = '', stepText, ...rest] = part.split('/');
  const step = stepText === undefined ? 1 : integer(stepText);
  const bounds = boundsOf(range, stepText !== undefined, field);
  if (rest.length > 0 || step === null || step < 1 || bounds === null) return null;
  const [from, to] = bounds;
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
}

function boundsOf(range: string, hasStep: boolean, field: TimeField): [number, number] | null {
  if (range === '*') return [field.min, field.max];
  const [first = '', last, ...rest] = range.split('-');
  const from = valueOf(first, field);
  // With a step, a single value means "from there on".
  const to = last === undefined ? (hasStep ? field.max : from) : valueOf(last, field);
  return rest.length > 0 || from === null || to === null || to < from ? null : [from, to];
}

function valueOf(text: string, { min, max, words = [] }: TimeField): number | null {
  const word = text.length < 3 ? -1 : words.findIndex((each) => each.startsWith(text.toLowerCase()));
  if (word >= 0) return min + word;
  const value = integer(text);
  return value === null || value < min || value > max ? null : value;
}

const integer = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);
