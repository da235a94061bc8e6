import type { CalendarTimes } from '../../model/schedule/schedule.js';

/** A field of a cron expression or of a calendar, as Temporal's server reads it. */
interface TimeField {
  noun: string;
  min: number;
  max: number;
  /** Words for the values from `min` on; three letters of one are enough. */
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
  // Sunday is 0 and 7.
  dayOfWeek: { noun: 'days of the week', min: 0, max: 7, words: DAYS },
};

/** What is wrong with the text of a field; null where the server takes it. */
export function timeFieldProblem(text: string, name: keyof CalendarTimes): string | null {
  const field = TIME_FIELDS[name];
  return text
    .trim()
    .split(',')
    .some((part) => valuesOfPart(part, field) === null)
    ? `${JSON.stringify(text)} for the ${field.noun}, expected ${expected(field)}`
    : null;
}

/** The values that a field stands for; none where the server would not take it. */
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
  // With a step, a lone value means "from there on".
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
