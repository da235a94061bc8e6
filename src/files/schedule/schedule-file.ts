import { z } from 'zod';
import { parseCalendarLength } from '../../model/time/calendar-length.js';
import { parseDurationMs } from '../../model/time/duration.js';
import type { Align, Overlap, SettleGate } from '../../model/schedule/schedule.js';
import * as field from '../document/fields.js';
import { scheduledTaskFields } from './scheduled-task-fields.js';

const ALIGNS = ['minute', 'hour', 'day', 'week', 'month', 'none'] as const satisfies readonly Align[];
const OVERLAPS = ['skip', 'buffer-one', 'cancel-other', 'allow'] as const satisfies readonly Overlap[];
const ON_TIMEOUT = ['trigger', 'fail'] as const satisfies readonly SettleGate['onTimeout'][];

const NAME = '1 to 60 letters, digits and . _ = + - that begin with a letter or digit';

const PAUSE = 'a duration like 30s, 5m or 2h, or 0s';
const pause = z
  .string({ error: PAUSE })
  .refine((value) => (parseDurationMs(value) ?? -1) >= 0, { error: PAUSE });

const LENGTH = 'a length of one unit like 15m, 6h, 1d, 1w or 1mo';
const calendarLength = z
  .string({ error: LENGTH })
  .refine((value) => parseCalendarLength(value) !== null, { error: LENGTH })
  .meta({ examples: ['1h', '1d', '1w', '1mo'] });

const TIMES = 'a number, or a text like 3, 1-5, MON-FRI, */15 or 1,15';
const times = z.union([z.number().transform(String), z.string()], { error: TIMES }).optional();

const calendarFile = z
  .strictObject(
    {
      second: times.meta({ description: '0 when absent.' }),
      minute: times.meta({ description: '0 when absent.' }),
      hour: times.meta({ description: '0 when absent.' }),
      dayOfMonth: times,
      month: times,
      year: times,
      dayOfWeek: times.meta({ description: 'SUN or 0 to SAT or 6.' }),
    },
    { error: field.unlessMapping('a mapping with hour, minute, dayOfWeek and the like') },
  )
  .meta({ title: 'calendar', examples: [{ hour: 3, dayOfWeek: 'MON-FRI' }] });

const CALENDARS = 'a list of calendars with at least one entry';
const calendars = z.array(calendarFile, { error: CALENDARS }).min(1, { error: CALENDARS });

const CRON = 'a cron expression of 5 to 7 fields like 0 3 * * *, or a list of them';
const cron = z.union([z.string(), z.array(z.string(), { error: CRON }).min(1, { error: CRON })], {
  error: CRON,
});

const EVERY = 'a duration like 6h, a mapping with every and offset, or a list of them';
const every = z
  .strictObject(
    { every: field.duration, offset: field.duration.optional() },
    { error: field.unlessMapping(EVERY) },
  )
  .meta({ title: 'every' });
const everyFile = z.union([field.duration, every, z.array(z.union([field.duration, every])).min(1)], {
  error: EVERY,
});

const timesFile = z
  .strictObject(
    {
      cron: cron.optional().meta({
        description:
          '5 fields (minute hour day-of-month month day-of-week), 6 (a year last) or 7 (seconds first), or @daily.',
        examples: ['0 3 * * *', ['0 3 * * MON-FRI', '0 9 * * SAT,SUN']],
      }),
      every: everyFile.optional().meta({
        description: 'At each multiple of it since 1970 (UTC), and `offset` later.',
        examples: ['6h', { every: '6h', offset: '10m' }],
      }),
      calendar: calendars.optional(),
      timezone: field.nonEmptyText.optional().meta({
        description: 'Of cron, calendar, skip and windows: an IANA name. UTC when absent.',
        examples: ['Europe/Berlin'],
      }),
      jitter: field.duration.optional().meta({ description: 'A firing starts up to so much later.' }),
      overlap: field.oneOf(OVERLAPS).optional().meta({
        description: 'What becomes of a firing whose predecessor still runs; skip when absent.',
      }),
      catchup: field.duration.optional().meta({
        description:
          'Firings that were missed, as while Temporal was away, are made up for within this; at least 10s, 1h when absent.',
      }),
      pauseOnFailure: field.flag
        .optional()
        .meta({ description: 'A firing that does not end well pauses the schedule; false when absent.' }),
      startAt: field.text.optional().meta({ description: 'ISO 8601 with zone.' }),
      endAt: field.text.optional().meta({ description: 'ISO 8601 with zone.' }),
      skip: calendars.optional().meta({ description: 'Times that are left out.' }),
    },
    { error: field.unlessMapping('a mapping with cron, every or calendar') },
  )
  .meta({ title: 'schedule' });

const windowFile = z
  .strictObject(
    {
      mode: field.oneOf(['nominal', 'watermark']).optional().meta({
        description:
          'nominal (when absent): the last whole `length`; watermark: all from where the last proven slice ended.',
      }),
      length: calendarLength.optional().meta({ description: 'Of the window (mode nominal).' }),
      slice: calendarLength.optional().meta({ description: 'Of a run’s window at most (mode watermark).' }),
      from: field.text
        .optional()
        .meta({ description: 'Where a new watermark begins: ISO 8601 with zone (mode watermark).' }),
      lag: pause.optional().meta({
        description: 'The end is never later than the nominal time less this; 2h when absent.',
      }),
      align: field.oneOf(ALIGNS).optional().meta({
        description: 'Where windows begin and end; the unit of length or slice when absent.',
      }),
      maxSlices: field.count
        .optional()
        .meta({ description: 'Of one firing, at most (mode watermark); 100 when absent, 500 at most.' }),
    },
    { error: field.unlessMapping('a mapping with length, or with mode: watermark') },
  )
  .meta({ title: 'window' });

const settleFile = z
  .strictObject(
    {
      activity: field.activityName.meta({
        description: 'Of a worker of your own: called with {window, task}, returns how many there are.',
      }),
      every: field.duration.optional().meta({ description: 'Between two counts; 10m when absent.' }),
      looks: field.count
        .optional()
        .meta({ description: 'So many counts in a row must be equal, at least 2; 2 when absent.' }),
      timeout: field.duration.optional().meta({ description: '6h when absent.' }),
      onTimeout: field
        .oneOf(ON_TIMEOUT)
        .optional()
        .meta({ description: 'trigger (when absent) all the same, or fail.' }),
    },
    { error: field.unlessMapping('a mapping with activity') },
  )
  .meta({ title: 'settle', description: 'Triggers once the count no longer changes.' });

const pipelineFile = z
  .strictObject(
    {
      file: field.nonEmptyText.meta({ description: 'Beside the schedule file. Read when it is applied.' }),
      inputs: z
        .record(field.variableName, field.anyJson, { error: 'a mapping of names to values' })
        .optional(),
      window: z
        .strictObject(
          { start: field.variableName, end: field.variableName },
          { error: field.unlessMapping('a mapping with start and end') },
        )
        .optional()
        .meta({ title: 'window', description: 'The inputs that get the window’s ends.' }),
    },
    { error: field.unlessMapping('a mapping with file') },
  )
  .meta({
    title: 'pipeline',
    examples: [{ file: './pipeline.yaml', window: { start: 'start', end: 'end' } }],
  });

/** A schedule file. */
export const scheduleFile = z
  .strictObject(
    {
      $schema: field.text.optional().meta({ description: 'For editors; not read.' }),
      version: z.literal(1, { error: '1' }),
      name: z
        .string({ error: NAME })
        .regex(/^[A-Za-z0-9][A-Za-z0-9._=+-]{0,59}$/, { error: NAME })
        .meta({ description: 'Part of the ids: another name is another schedule.' }),
      note: field.text.optional(),
      schedule: timesFile,
      window: windowFile.optional().meta({ description: 'Absent: the work takes no window.' }),
      settle: settleFile.optional(),
      task: field.nonEmptyText.optional().meta({ description: 'Name or ID; a name needs `space`.' }),
      space: field.nonEmptyText.optional(),
      ...scheduledTaskFields,
      pipeline: pipelineFile.optional().meta({ description: 'Instead of `task`.' }),
    },
    { error: field.unlessMapping('a mapping with version, name, schedule and task or pipeline') },
  )
  .meta({ title: 'schedule file' });

export type ScheduleFile = z.infer<typeof scheduleFile>;
