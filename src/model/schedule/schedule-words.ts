import { formatCalendarLength } from '../time/calendar-length.js';
import { rulesInWords } from '../notification/rules-text.js';
import { everyInWords } from './every.js';
import { exactDuration } from '../time/duration.js';
import type { CalendarTimes, ScheduleDefinition, WindowRule } from './schedule.js';
import { toUtc } from '../time/window.js';

/** When a schedule fires, on one line. */
export function timesInWords(definition: ScheduleDefinition): string {
  const { crons, every, calendars, timeZone, jitterMs } = definition;
  const zoned = [...crons.map((cron) => `cron ${cron}`), ...calendars.map(calendarInWords)];
  const times = [...every.map(everyInWords), ...zoned].join('; ');
  const hasZone = zoned.length > 0 || every.some((each) => 'every' in each);
  const zone = !hasZone ? '' : ` (${timeZone})`;
  return `${times}${zone}${jitterMs === 0 ? '' : `, jitter ${exactDuration(jitterMs)}`}`;
}

const calendarInWords = (times: CalendarTimes): string =>
  `calendar ${Object.entries(times)
    .map(([member, value]) => `${member} ${value as string}`)
    .join(' ')}`;

/** Which time a firing evaluates, on one line; null where its work takes no window. */
export function windowInWords(rule: WindowRule | null): string | null {
  if (rule === null) return null;
  const lag = rule.lagMs === 0 ? '' : `, ${exactDuration(rule.lagMs)} behind`;
  if (rule.mode === 'nominal')
    return `the last whole ${formatCalendarLength(rule.length)}${lag}${alignInWords(rule)}`;
  const slices = `in slices of ${formatCalendarLength(rule.slice)}, at most ${rule.maxSlices} a firing`;
  return `from the watermark (at first ${toUtc(rule.fromMs)})${lag}, ${slices}${alignInWords(rule)}`;
}

const alignInWords = ({ align, timeZone }: WindowRule): string =>
  align === 'none' ? '' : `, aligned to the ${align} (${timeZone})`;

/** Who is told of what, on one line; null: what the file does not say. */
export const notifiesInWords = ({ notify }: ScheduleDefinition): string | null =>
  notify === undefined ? null : rulesInWords(notify);

/** What a firing runs. */
export const workInWords = ({ work }: ScheduleDefinition): string =>
  work.kind === 'task' ? `task ${work.task}` : `pipeline ${work.name}`;
