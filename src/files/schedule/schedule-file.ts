import { z } from 'zod';
import { parseCalendarLength } from '../../model/time/calendar-length.js';
import { parseDurationMs } from '../../model/time/duration.js';
import { ALIGNS } from '../../model/schedule/schedule.js';
import type { Overlap } from '../../model/schedule/schedule.js';
import * as field from '../document/fields.js';
import { notifyFile } from '../notification/notify-file.js';
import { scheduledTaskFields } from './scheduled-task-fields.js';
import { settleFile } from './settle-file.js';

const OVERLAPS = ['skip', 'buffer-one', 'cancel-other', 'allow'] as const satisfies readonly Overlap[];

const NAME = '1 to 60 letters, digits and . _ = + -, starting with a letter or digit';

const PAUSE = 'a duration like 30s, 5m or 2h, or 0s';
const pause = z
  .string({ error: PAUSE })
  .refine((value) => (parseDurationMs(value) ?? -1) >= 0, { error: PAUSE });

const LENGTH = 'a length in one unit like 15m, 6h, 1d, 1w or 1mo';
const calendarLength = z
  .string({ error: LENGTH })
  .refine((value) => parseCalendarLength(value) !== null, { error: LENGTH })
  .meta({ examples: ['1h', '1d', '1w', '1mo'] });

const TIMES = 'a number, or a string like 3, 1-5, MON-FRI, */15 or 1,15';
const times = z.union([z.number().transform(String), z.string()], { error: TIMES }).optional();

const calendarFile = z
  .strictObject(
    {
      second: times.meta({ description: 'Default: 0.' }),
      minute: times.meta({ description: 'Default: 0.' }),
      hour: times.meta({ description: 'Default: 0.' }),
      dayOfMonth: times,
      month: times,
      year: times,
      dayOfWeek: times.meta({ description: 'SUN to SAT, or 0 to 6.' }),
    },
    { error: field.unlessMapping('a mapping with fields like hour, minute and dayOfWeek') },
  )
  .meta({ title: 'calendar', examples: [{ hour: 3, dayOfWeek: 'MON-FRI' }] });

const CALENDARS = 'a list of at least one calendar';
const calendars = z.array(calendarFile, { error: CALENDARS }).min(1, { error: CALENDARS });

const CRON = 'a cron expression of 5 to 7 fields like 0 3 * * *, or a list of these';
const cron = z.union([z.string(), z.array(z.string(), { error: CRON }).min(1, { error: CRON })], {
  error: CRON,
});

const PERIOD = 'a duration like 6h or 1h30m, or a length of the calendar like 1d, 1w or 1mo';
const period = z
  .string({ error: PERIOD })
  .refine((value) => (parseDurationMs(value) ?? 0) > 0 || parseCalendarLength(value) !== null, {
    error: PERIOD,
  });

const EVERY = 'a length like 6h, 1d or 1mo, a mapping with every and offset, or a list of these';
const every = z
  .strictObject({ every: period, offset: field.duration.optional() }, { error: field.unlessMapping(EVERY) })
  .meta({ title: 'every' });
const everyFile = z.union([period, every, z.array(z.union([period, every])).min(1)], {
  error: EVERY,
});

const timesFile = z
  .strictObject(
    {
      cron: cron.optional().meta({
        description:
          '5 fields (minute hour day-of-month month day-of-week), 6 (with a year at the end), 7 (also with seconds at the start), or a name like @daily.',
        examples: ['0 3 * * *', ['0 3 * * MON-FRI', '0 9 * * SAT,SUN']],
      }),
      every: everyFile.optional().meta({
        description:
          '1d, 1w, 1mo: at each midnight, Monday or first of the month in the time zone; otherwise at each multiple of this interval since 1970 (UTC). Then `offset` later.',
        examples: ['6h', '1d', { every: '6h', offset: '10m' }],
      }),
      calendar: calendars.optional(),
      timezone: field.nonEmptyText.optional().meta({
        description:
          'IANA time zone of cron, calendar, skip, windows, and `every` in days, weeks and months. Default: UTC.',
        examples: ['Europe/Berlin'],
      }),
      jitter: field.duration
        .optional()
        .meta({ description: 'Random delay of each firing, at most this long.' }),
      overlap: field.oneOf(OVERLAPS).optional().meta({
        description: 'What happens to a firing while the previous one is still running. Default: skip.',
      }),
      catchup: field.duration.optional().meta({
        description:
          'How late a firing that was missed, for example while Temporal was down, still starts. At least 10s. Default: 1h.',
      }),
      pauseOnFailure: field.flag
        .optional()
        .meta({ description: 'Pauses the schedule after a firing that does not succeed. Default: false.' }),
      startAt: field.text
        .optional()
        .meta({ description: 'ISO 8601 with a time zone, or a local time in `timezone`.' }),
      endAt: field.text
        .optional()
        .meta({ description: 'ISO 8601 with a time zone, or a local time in `timezone`.' }),
      skip: calendars.optional().meta({ description: 'Times at which the schedule does not fire.' }),
    },
    { error: field.unlessMapping('a mapping with cron, every or calendar') },
  )
  .meta({ title: 'schedule' });

const windowFile = z
  .strictObject(
    {
      mode: field.oneOf(['nominal', 'watermark']).optional().meta({
        description:
          'nominal (default): the last whole `length`; watermark: everything after the last slice that was evaluated.',
      }),
      length: calendarLength.optional().meta({ description: 'Length of the window (mode nominal).' }),
      slice: calendarLength
        .optional()
        .meta({ description: 'Maximum length of the window of a run (mode watermark).' }),
      from: field.text.optional().meta({
        description:
          'Where a new watermark starts: ISO 8601 with a time zone, or a local time in `timezone` (mode watermark).',
      }),
      lag: pause.optional().meta({
        description: 'Minimum time between the end of the window and the nominal time. Default: 2h.',
      }),
      align: field.oneOf(ALIGNS).optional().meta({
        description: 'Where windows start and end. Default: the unit of length or slice.',
      }),
      maxSlices: field.count.optional().meta({
        description: 'Maximum number of slices per firing (mode watermark), at most 500. Default: 100.',
      }),
    },
    { error: field.unlessMapping('a mapping with length, or with mode: watermark') },
  )
  .meta({ title: 'window' });

const pipelineFile = z
  .strictObject(
    {
      file: field.nonEmptyText.meta({
        description: 'Path relative to the schedule file. The file is read when the schedule is applied.',
      }),
      inputs: z
        .record(field.variableName, field.anyJson, { error: 'a mapping of names to values' })
        .optional(),
      window: z
        .strictObject(
          { start: field.variableName, end: field.variableName },
          { error: field.unlessMapping('a mapping with start and end') },
        )
        .optional()
        .meta({ title: 'window', description: 'The inputs that receive the ends of the window.' }),
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
      $schema: field.text.optional().meta({ description: 'For editors; ignored.' }),
      version: z.literal(1, { error: '1' }),
      name: z
        .string({ error: NAME })
        .regex(/^[A-Za-z0-9][A-Za-z0-9._=+-]{0,59}$/, { error: NAME })
        .meta({ description: 'Part of the ids: a different name is a different schedule.' }),
      note: field.text.optional(),
      schedule: timesFile,
      window: windowFile.optional().meta({ description: 'If absent, the work has no window.' }),
      settle: settleFile.optional(),
      notify: notifyFile.optional(),
      task: field.nonEmptyText.optional().meta({ description: 'Name or ID; a name requires `space`.' }),
      space: field.nonEmptyText.optional(),
      ...scheduledTaskFields,
      pipeline: pipelineFile.optional().meta({ description: 'Instead of `task`.' }),
    },
    { error: field.unlessMapping('a mapping with version, name, schedule and task or pipeline') },
  )
  .meta({ title: 'schedule file' });

export type ScheduleFile = z.infer<typeof scheduleFile>;
