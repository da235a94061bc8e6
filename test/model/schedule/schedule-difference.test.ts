import { describe, expect, test } from 'vitest';
import {
  haveSameTimes,
  lossesBetween,
  memberInWords,
  scheduleDifference,
} from '../../../src/model/schedule/schedule-difference.js';
import { timesInWords, windowInWords } from '../../../src/model/schedule/schedule-words.js';
import type { ScheduleDefinition } from '../../../src/model/schedule/schedule.js';

const definition = (over: Partial<ScheduleDefinition> = {}): ScheduleDefinition => ({
  name: 'nightly',
  note: null,
  crons: ['0 5 * * *'],
  every: [],
  calendars: [],
  skip: [],
  startAt: null,
  endAt: null,
  timeZone: 'Europe/Berlin',
  jitterMs: 0,
  overlap: 'skip',
  catchupMs: 3_600_000,
  pauseOnFailure: false,
  window: {
    mode: 'nominal',
    length: { count: 1, unit: 'day' },
    lagMs: 7_200_000,
    align: 'day',
    timeZone: 'Europe/Berlin',
  },
  settle: null,
  work: { kind: 'task', task: 'relevance', space: 'prod', trigger: {}, tolerance: {}, wait: {} },
  ...over,
});

const changes = (over: Partial<ScheduleDefinition>): string[] =>
  scheduleDifference(definition(), definition(over)).map(
    ({ member, before, after }) => `${memberInWords(member)}: ${before} → ${after}`,
  );

describe('the difference between two schedules', () => {
  test('is nothing between equals', () => {
    expect(changes({})).toEqual([]);
    expect(haveSameTimes(definition(), definition({ overlap: 'allow' }))).toBe(true);
  });

  test('has the words of the file', () => {
    expect(changes({ crons: [], every: [{ everyMs: 5_400_000, offsetMs: 0 }], jitterMs: 90_000 })).toEqual([
      'schedule.cron: 0 5 * * * → null',
      'schedule.jitter: 0s → 1m30s',
      'schedule.every.0.every: null → 1h30m',
      'schedule.every.0.offset: null → 0s',
    ]);
    expect(changes({ note: 'new', timeZone: 'UTC', calendars: [{ hour: '3' }] })).toEqual([
      'schedule.timezone: Europe/Berlin → UTC',
      'note: null → new',
      'schedule.calendar.0.hour: null → 3',
    ]);
  });

  test('says who is told, and that nobody is not the same as the default', () => {
    const notify = [{ to: 'team' }, { to: 'on-call', on: ['failed'] as const }];
    expect(changes({ notify })).toEqual(['notify: null → team, on-call (failed)']);
    expect(changes({ notify: [] })).toEqual(['notify: null → nobody']);
  });

  test('tells lengths and times of windows, and fields of the work', () => {
    const window = {
      mode: 'watermark',
      fromMs: 0,
      slice: { count: 6, unit: 'hour' },
      lagMs: 7_200_000,
      align: 'day',
      timeZone: 'Europe/Berlin',
      maxSlices: 5,
    } as const;
    expect(changes({ window })).toEqual([
      'window.mode: nominal → watermark',
      'window.length: 1d → null',
      'window.from: null → 1970-01-01T00:00:00.000Z',
      'window.slice: null → 6h',
      'window.maxSlices: null → 5',
    ]);
    const work = {
      kind: 'task',
      task: 'relevance',
      trigger: { maxSpans: 5 },
      tolerance: {},
      wait: {},
    } as const;
    expect(changes({ work })).toEqual(['space: prod → null', 'maxSpans: null → 5']);
  });

  test('says of long texts only how long they are', () => {
    const pipeline = (text: string): ScheduleDefinition['work'] => ({
      kind: 'pipeline',
      name: 'p',
      text,
      fileName: 'p.yaml',
      variables: {},
      inputs: {},
      windowInputs: null,
    });
    const [before, after] = [
      definition({ work: pipeline('a\nb\n') }),
      definition({ work: pipeline('a\nc\nd\n') }),
    ];
    expect(scheduleDifference(before, after)).toEqual([
      { member: 'work.text', before: '3 lines', after: '4 lines' },
    ]);
  });

  test('loses something where other work or other windows take their place', () => {
    const work = { kind: 'task', task: 'policy', trigger: {}, tolerance: {}, wait: {} } as const;
    expect(lossesBetween(definition(), definition({ work, window: null }))).toEqual([
      'it runs task policy instead of task relevance',
    ]);
    const watermark = {
      mode: 'watermark',
      fromMs: 0,
      slice: { count: 1, unit: 'day' },
      lagMs: 0,
      align: 'none',
      timeZone: 'UTC',
      maxSlices: 5,
    } as const;
    expect(lossesBetween(definition({ window: watermark }), definition())).toEqual([
      'its windows follow its nominal times instead of its watermark',
    ]);
    expect(windowInWords(watermark)).toBe(
      'from the watermark (at first 1970-01-01T00:00:00.000Z), in slices of 1d, at most 5 a firing',
    );
  });
});

test('the times of a schedule are one line', () => {
  const times = {
    every: [{ everyMs: 21_600_000, offsetMs: 600_000 }],
    calendars: [{ hour: '3', dayOfWeek: 'MON' }],
  };
  expect(timesInWords(definition({ ...times, jitterMs: 1000 }))).toBe(
    'every 6h offset 10m; cron 0 5 * * *; calendar hour 3 dayOfWeek MON (Europe/Berlin), jitter 1s',
  );
});
