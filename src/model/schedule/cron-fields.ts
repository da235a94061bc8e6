import { parseDurationMs } from '../time/duration.js';
import type { CalendarTimes } from './schedule.js';
import { TIME_FIELDS, timeFieldProblem } from './time-fields.js';
import { systemdProblem } from './systemd-times.js';

type FieldName = keyof CalendarTimes;

const FIVE: readonly FieldName[] = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'];
const WITH_YEAR: readonly FieldName[] = [...FIVE, 'year'];
const WITH_SECONDS: readonly FieldName[] = ['second', ...FIVE];

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

/**
 * Reads a cron expression. The last of six fields is a year, the first of seven is seconds, as in Temporal; what other
 * dialects read in another way is a problem that says what to write instead.
 */
export function cronFields(cron: string): CronFields {
  // Without white space before it, # counts the days of the week in a month.
  const plain = cron.replace(/(^|\s)#.*$/, '').trim();
  const problem = otherDialect(plain);
  if (problem !== null) return { problem };
  const known = PREDEFINED[plain.toLowerCase()];
  if (known === undefined && plain.startsWith('@'))
    return { problem: `is not one of ${Object.keys(PREDEFINED).join(', ')}` };
  return namedFields((known ?? plain).split(/\s+/).filter((field) => field !== ''));
}

function otherDialect(text: string): string | null {
  if (/^(CRON_)?TZ=/.test(text) || /\s(?:UTC|GMT|Z|[A-Z][A-Za-z]+\/\S+)$/.test(text))
    return 'contains a time zone: use `timezone` instead';
  if (/^@every\b/i.test(text)) return `is an interval: use ${insteadOf(text.split(/\s+/)[1] ?? '')}`;
  const interval = intervalIn(text);
  if (interval !== null) return `is an interval: use \`every: ${interval}\``;
  const event = /^OnCalendar\s*=\s*(.*)$/i.exec(text)?.[1];
  if (event !== undefined) return systemdProblem(event) ?? 'is a setting of systemd, expected cron';
  return eventBridgeProblem(text) ?? systemdProblem(text);
}

/** The length in `every 5 minutes`, `6h` or `R/PT1H30M`; null if the text is none of them. */
function intervalIn(text: string): string | null {
  const [, count = '1', unit] =
    /^(?:every\s+)?(\d+)?\s*(minute|min|m|hour|hr|h|day|d|week|w)s?$/i.exec(text) ?? [];
  if (unit !== undefined) return `${count}${unit.charAt(0).toLowerCase()}`;
  const length = text.replace(/^R\d*\//, '');
  return parseDurationMs(length) === null ? null : length;
}

const insteadOf = (length: string): string =>
  `\`every: ${parseDurationMs(length) === null ? '6h' : length}\``;

function eventBridgeProblem(text: string): string | null {
  const [, kind = '', inside = ''] = /^(cron|rate|at)\s*\((.*)\)$/i.exec(text) ?? [];
  if (kind === '') return null;
  if (kind.toLowerCase() === 'at') return 'is a single time: start a run at that time, without a schedule';
  if (kind.toLowerCase() === 'cron') {
    const read = cronFields(inside);
    return 'problem' in read
      ? `is an expression of EventBridge, which ${read.problem}`
      : `is an expression of EventBridge: write ${JSON.stringify(inside.trim())}`;
  }
  const [count = '', unit = ''] = inside.trim().split(/\s+/);
  const length = /^day/.test(unit) ? `${Number(count) * 24}h` : `${count}${unit.charAt(0)}`;
  return `is an interval: use ${insteadOf(length)}`;
}

function namedFields(fields: readonly string[]): CronFields {
  if (fields.length === 6) return sixFields(fields);
  const names = fields.length === 5 ? FIVE : fields.length === 7 ? (['second', ...WITH_YEAR] as const) : null;
  if (names !== null) return readAs(names, fields);
  const found = `has ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`;
  return {
    problem: `${found}, expected 5 (minute hour day-of-month month day-of-week), 6 (a year last) or 7 (seconds first)`,
  };
}

/** Temporal and EventBridge read a year at the end; Quartz, Spring and others read seconds at the start. */
function sixFields(fields: readonly string[]): CronFields {
  const withYear = readAs(WITH_YEAR, fields);
  const withSeconds = readAs(WITH_SECONDS, fields);
  if ('problem' in withSeconds) return withYear;
  const [seconds, ...others] = fields;
  const plain = others.join(' ');
  const inFive = seconds === '0' ? plain : `${fields.join(' ')} *`;
  if ('problem' in withYear) return { problem: `starts with seconds: write ${JSON.stringify(inFive)}` };
  const withoutYear = fields.slice(0, 5).join(' ');
  return {
    problem: `has 6 fields, of which the first may be seconds or the last a year: write ${JSON.stringify(inFive)} or ${JSON.stringify(withoutYear)}`,
  };
}

function readAs(names: readonly FieldName[], fields: readonly string[]): CronFields {
  const named = names.map((name, at): [FieldName, string] => [name, fields[at] ?? '']);
  const problem = named.map(([name, text]) => timeFieldProblem(text, name)).find((each) => each !== null);
  if (problem !== undefined) return { problem: `has ${problem}` };
  const times: CalendarTimes = Object.fromEntries(named);
  const unclear = numberedDay(times);
  return unclear === null ? { fields: times } : { problem: unclear };
}

/** Who writes `?` counts the days of the week from 1, Sunday, as Quartz and EventBridge do. */
function numberedDay({ dayOfMonth, dayOfWeek = '' }: CalendarTimes): string | null {
  if (dayOfMonth !== '?' || !/\d/.test(dayOfWeek.replace(/[/#]\d+/g, ''))) return null;
  return `has ? and ${JSON.stringify(dayOfWeek)} for the ${TIME_FIELDS.dayOfWeek.noun}, where 2 is Monday in Quartz and Tuesday elsewhere: write names like MON-FRI`;
}
