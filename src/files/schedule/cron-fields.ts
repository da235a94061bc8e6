import type { CalendarTimes } from '../../model/schedule/schedule.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { timeFieldProblem } from './time-field.js';

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

/** The fields of a cron expression, or what is wrong with it. */
export type CronFields = { fields: CalendarTimes } | { problem: string };

/** Reads a cron expression as Temporal's server does: of six fields the last is a year, of seven the first is seconds. */
export function cronFields(cron: string): CronFields {
  const [text = ''] = cron.split('#');
  const plain = text.trim();
  if (/^(CRON_)?TZ=/.test(plain)) return { problem: 'names a time zone, expected `timezone` beside it' };
  if (plain.startsWith('@every')) return { problem: `is an interval, expected ${insteadOf(plain)}` };
  const known = PREDEFINED[plain];
  if (known === undefined && plain.startsWith('@')) {
    return { problem: `is none of ${Object.keys(PREDEFINED).join(', ')}` };
  }
  return namedFields((known ?? plain).split(/\s+/).filter((field) => field !== ''));
}

function insteadOf(every: string): string {
  const [, length = ''] = every.split(/\s+/);
  return `\`every: ${parseDurationMs(length) === null ? '6h' : length}\` instead`;
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
