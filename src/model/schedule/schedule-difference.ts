import { formatCalendarLength } from '../time/calendar-length.js';
import { exactDuration } from '../time/duration.js';
import { canonicalJson } from '../base/json.js';
import type { NotifyRule } from '../notification/notify-rules.js';
import { rulesInWords } from '../notification/rules-text.js';
import type { ScheduleDefinition } from './schedule.js';
import type { CalendarLength } from '../time/calendar-length.js';
import { workInWords } from './schedule-words.js';
import { toUtc } from '../time/window.js';

/** A member of a schedule that is to change, in words; null: it is not there. */
export interface ScheduleChange {
  member: string;
  before: string | null;
  after: string | null;
}

/** What differs between two definitions (or what Temporal holds of them), member by member. */
export function scheduleDifference(before: object, after: object): ScheduleChange[] {
  const [was, becomes] = [leavesOf(before), leavesOf(after)];
  const members = new Set([...was.keys(), ...becomes.keys()]);
  return [...members]
    .filter((member) => canonicalJson(was.get(member) ?? null) !== canonicalJson(becomes.get(member) ?? null))
    .map((member) => ({ member, ...textsOf(member, was.get(member), becomes.get(member)) }));
}

function leavesOf(value: object, path = '', leaves = new Map<string, unknown>()): Map<string, unknown> {
  for (const [name, each] of Object.entries(value) as [string, unknown][]) {
    const member = path === '' ? name : `${path}.${name}`;
    if (NOTIFY.includes(member) && Array.isArray(each))
      leaves.set(member, rulesInWords(each as NotifyRule[]));
    else if (isNested(each)) leavesOf(each, member, leaves);
    else if (!isAbsent(each)) leaves.set(member, each);
  }
  return leaves;
}

// Of these an empty list is not as good as none.
const NOTIFY = ['notify', 'action.notify'];

const isNested = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isList(value) && !isLength(value);

/** Of plain values; those of mappings are gone into. */
const isList = (value: unknown): boolean =>
  Array.isArray(value) && value.some((each) => typeof each !== 'object');

// An empty list is as good as none.
const isAbsent = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const isLength = (value: object): value is CalendarLength => 'count' in value && 'unit' in value;

function textsOf(member: string, before: unknown, after: unknown): Pick<ScheduleChange, 'before' | 'after'> {
  const isText = [before, after].some((value) => typeof value === 'string' && value.includes('\n'));
  const toText = isText ? linesOf : textOf;
  return { before: toText(member, before), after: toText(member, after) };
}

const linesOf = (_: string, value: unknown): string | null =>
  typeof value === 'string' ? `${value.split('\n').length} lines` : null;

function textOf(member: string, value: unknown): string | null {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object' && value !== null && isLength(value)) return formatCalendarLength(value);
  if (typeof value === 'number' && member.endsWith('.fromMs')) return toUtc(value);
  if (typeof value === 'number' && member.endsWith('Ms')) return exactDuration(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const IN_FILE: readonly (readonly [start: RegExp, words: string])[] = [
  [/^crons/, 'schedule.cron'],
  [/^calendars/, 'schedule.calendar'],
  [/^timeZone/, 'schedule.timezone'],
  [/^(every|skip|startAt|endAt|jitterMs|overlap|catchupMs|pauseOnFailure)/, 'schedule.$1'],
  [/^work\.text/, 'pipeline'],
  [/^work\.(?:trigger|tolerance|wait)\./, ''],
  [/^work\.(name|fileName|variables|inputs|windowInputs)/, 'pipeline.$1'],
  [/^work\./, ''],
];

/** The member as a file calls it; durations have their unit in their value there. */
export function memberInWords(member: string): string {
  const [start, words] = IN_FILE.find(([pattern]) => pattern.test(member)) ?? [/^/, ''];
  return member.replace(start, words).replace(/Ms$/, '');
}

/** What is lost where the one definition takes the place of the other; empty: nothing. */
export function lossesBetween(before: ScheduleDefinition, after: ScheduleDefinition): string[] {
  const losses: string[] = [];
  if (workInWords(before) !== workInWords(after))
    losses.push(`it runs ${workInWords(after)} instead of ${workInWords(before)}`);
  const was = before.window?.mode ?? 'none';
  const becomes = after.window?.mode ?? 'none';
  if (was !== becomes && (was === 'watermark' || becomes === 'watermark'))
    losses.push(`its windows follow ${MODES[becomes]} instead of ${MODES[was]}`);
  return losses;
}

const MODES = {
  none: 'nothing (there are none)',
  nominal: 'its nominal times',
  watermark: 'its watermark',
} as const;

/** Whether the two fire at the same times. */
export const haveSameTimes = (one: ScheduleDefinition, other: ScheduleDefinition): boolean =>
  canonicalJson(timesOf(one)) === canonicalJson(timesOf(other));

const timesOf = (definition: ScheduleDefinition): object => {
  const { crons, every, calendars, skip, startAt, endAt, timeZone, jitterMs } = definition;
  return { crons, every, calendars, skip, startAt, endAt, timeZone, jitterMs };
};
