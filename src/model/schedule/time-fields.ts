import type { CalendarTimes } from './schedule.js';

/** A field of a cron expression or of a calendar. */
interface TimeField {
  noun: string;
  min: number;
  max: number;
  /** Names of the values, starting with `min`; three letters are enough. */
  words?: readonly string[];
  /** The number of values after which they repeat, for ranges like FRI-MON; absent if they do not repeat. */
  cycle?: number;
}

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export const TIME_FIELDS: Readonly<Record<keyof CalendarTimes, TimeField>> = {
  second: { noun: 'seconds', min: 0, max: 59, cycle: 60 },
  minute: { noun: 'minutes', min: 0, max: 59, cycle: 60 },
  hour: { noun: 'hours', min: 0, max: 23, cycle: 24 },
  dayOfMonth: { noun: 'days of the month', min: 1, max: 31, cycle: 31 },
  month: { noun: 'months', min: 1, max: 12, words: MONTHS, cycle: 12 },
  year: { noun: 'years', min: 2000, max: 2100 },
  // Sunday is 0 or 7.
  dayOfWeek: { noun: 'days of the week', min: 0, max: 7, words: DAYS, cycle: 7 },
};

/** The problem of the text of a field; null if it can be read. */
export function timeFieldProblem(text: string, name: keyof CalendarTimes): string | null {
  const wrong = partsOf(text).find((part) => !isSpecial(part, name) && valuesOfPart(part, name) === null);
  if (wrong === undefined) return null;
  const hint = hintFor(wrong, name);
  const what = `${JSON.stringify(text)} for the ${TIME_FIELDS[name].noun}`;
  return hint === null ? `${what}, expected ${expected(TIME_FIELDS[name])}` : `${what}: ${hint}`;
}

/** The values that a field matches, without days that are counted within a month (`L`, `FRIL`, `MON#1`). */
export const timeFieldValues = (text: string, name: keyof CalendarTimes): Set<number> =>
  new Set(partsOf(text).flatMap((part) => valuesOfPart(part, name) ?? []));

/** A day that is counted within its month. */
export type CountedDay =
  /** So many days before the last one of the month. */
  { beforeLast: number } | { weekday: number; nth: number } | { lastWeekday: number };

/** The days of a field that are counted within a month: `L` and `L-2`, `FRIL`, `MON#1`. */
export const countedDays = (text: string, name: keyof CalendarTimes): CountedDay[] =>
  partsOf(text).flatMap((part) => countedDay(part, name) ?? []);

const partsOf = (text: string): string[] => text.trim().split(',');

const isSpecial = (part: string, name: keyof CalendarTimes): boolean => countedDay(part, name) !== null;

function countedDay(part: string, name: keyof CalendarTimes): CountedDay | null {
  if (name === 'dayOfMonth') {
    const last = /^L(?:-(\d{1,2}))?$/i.exec(part);
    const beforeLast = Number(last?.[1] ?? 0);
    return last !== null && beforeLast <= 27 ? { beforeLast } : null;
  }
  if (name !== 'dayOfWeek') return null;
  const [, day = '', nth] = /^([A-Z]{3,9})(?:L|#([1-5]))$/i.exec(part) ?? [];
  const weekday = valueOf(day, TIME_FIELDS.dayOfWeek);
  if (weekday === null) return null;
  return nth === undefined ? { lastWeekday: weekday } : { weekday, nth: Number(nth) };
}

const expected = ({ min, max, words }: TimeField): string =>
  `${min} to ${max}${words === undefined ? '' : ` or ${words[0]?.slice(0, 3).toUpperCase()} to ${words.at(-1)?.slice(0, 3).toUpperCase()}`}, ranges like ${min}-${Math.min(max, min + 4)}, steps like */2, or a list of them`;

/** A step as long as its field matches one value alone: 90 in the minutes is each hour, and not each 90 minutes. */
const isTooWide = (part: string, { cycle }: TimeField): boolean =>
  cycle !== undefined && Number(/^\*\/(\d+)$/.exec(part)?.[1] ?? 0) >= cycle;

function hintForStep(part: string, name: keyof CalendarTimes): string {
  const step = part.slice(2);
  const unit = { minute: 'm', hour: 'h', dayOfMonth: 'd' }[name as string];
  const instead = unit === undefined ? 'leave the step out' : `for an interval use \`every: ${step}${unit}\``;
  return `a step of ${step} matches one value alone; ${instead}`;
}

/** What to write instead of a part in another dialect. */
function hintFor(part: string, name: keyof CalendarTimes): string | null {
  if (/^H(?:\W|$)/.test(part) || part.includes('~'))
    return 'write a number, and spread the firings with `jitter`';
  if (isTooWide(part, TIME_FIELDS[name])) return hintForStep(part, name);
  if (name === 'dayOfWeek') return hintForWeekday(part);
  if (name !== 'dayOfMonth') return null;
  if (/^(?:LW|WL)$/i.test(part))
    return 'for the last working day write three expressions, with L and MON-FRI, L-1 and FRI, L-2 and FRI';
  const day = Number(/^(?:(\d{1,2})W|W(\d{1,2}))$/i.exec(part)?.slice(1).find(Boolean) ?? Number.NaN);
  return day >= 2 && day <= 27
    ? `for the working day nearest to the ${day}th write three expressions, with ${day} and MON-FRI, ${day - 1} and FRI, ${day + 1} and MON`
    : null;
}

function hintForWeekday(part: string): string | null {
  if (/^L$/i.test(part)) return 'write SAT, or L for the days of the month';
  const [, digit, rest = ''] = /^([0-7])(L|#[1-5])$/i.exec(part) ?? [];
  if (digit !== undefined) {
    const [sundayIs0, sundayIs1] = [0, 6].map((shift) => nameOf((Number(digit) + shift) % 7));
    return `dialects of cron number the days differently; write ${sundayIs0}${rest} or ${sundayIs1}${rest}`;
  }
  const [, day = ''] = /^([A-Z]{3,9}|[0-7])#(?:L|-1|LAST)$/i.exec(part) ?? [];
  const value = valueOf(day, TIME_FIELDS.dayOfWeek);
  return value === null ? null : `write ${nameOf(value % 7)}L for the last one of a month`;
}

const nameOf = (weekday: number): string => (DAYS[weekday] ?? '').slice(0, 3).toUpperCase();

function valuesOfPart(part: string, name: keyof CalendarTimes): number[] | null {
  const field = TIME_FIELDS[name];
  if (part === '?' && (name === 'dayOfMonth' || name === 'dayOfWeek')) return valuesOfPart('*', name);
  const [range = '', stepText, ...rest] = part.split('/');
  const step = stepText === undefined ? 1 : integer(stepText);
  const bounds = boundsOf(range, stepText !== undefined, field);
  if (rest.length > 0 || step === null || step < 1 || bounds === null || isTooWide(part, field)) return null;
  const [from, to] = bounds;
  const values = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => from + at * step);
  return values.map((value) => (value > field.max ? value - (field.cycle ?? 0) : value));
}

/** The first and the last value; the last is beyond the maximum if the range continues at the minimum, like FRI-MON. */
function boundsOf(range: string, hasStep: boolean, field: TimeField): [number, number] | null {
  if (range === '*') return [field.min, field.max];
  const [first = '', last, ...rest] = range.split('-');
  const from = valueOf(first, field);
  // With a step, a single value means "from there on".
  const to = last === undefined ? (hasStep ? field.max : from) : valueOf(last, field);
  if (rest.length > 0 || from === null || to === null) return null;
  if (to >= from) return [from, to];
  return field.cycle === undefined ? null : [from, to + field.cycle];
}

function valueOf(text: string, { min, max, words = [] }: TimeField): number | null {
  const word = text.length < 3 ? -1 : words.findIndex((each) => each.startsWith(text.toLowerCase()));
  if (word >= 0) return min + word;
  const value = integer(text);
  return value === null || value < min || value > max ? null : value;
}

const integer = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);
