import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidFileError } from '../../src/files/document/finding.js';
import { NIGHTLY, PIPELINE, WITH_PIPELINE, parse, problemsOf } from './support/schedules.js';

test('a schedule of a task is read with its defaults', async () => {
  const { definition, warnings } = await parse(NIGHTLY);
  expect(warnings).toEqual([]);
  expect(definition).toEqual({
    name: 'nightly',
    note: null,
    crons: ['0 5 * * *'],
    every: [],
    calendars: [],
    skip: [],
    startAt: null,
    endAt: null,
    timeZone: 'UTC',
    jitterMs: 0,
    overlap: 'skip',
    catchupMs: 3_600_000,
    pauseOnFailure: false,
    window: {
      mode: 'nominal',
      length: { count: 1, unit: 'day' },
      lagMs: 7_200_000,
      align: 'day',
      timeZone: 'UTC',
    },
    settle: null,
    work: {
      kind: 'task',
      task: 'nightly-hallucination',
      space: 'research',
      trigger: {},
      tolerance: {},
      wait: {},
    },
  });
});

test('all members are read, variables replaced, numbers of calendars made texts', async () => {
  const text = `version: 1
name: all
note: \${NOTE:-said}
schedule:
  cron: ['0 5 * * MON-FRI', '0 0 5 1 JAN * 2027']
  every: [6h, { every: 1d, offset: 10m }]
  calendar: [{ hour: 3, dayOfWeek: MON-FRI }]
  skip: [{ month: 12, dayOfMonth: '24-26' }]
  timezone: Europe/Berlin
  jitter: 5m
  overlap: cancel-other
  catchup: 30s
  pauseOnFailure: true
  startAt: 2026-11-01T00:00:00+01:00
  endAt: 2027-11-01T00:00:00Z
window: { mode: watermark, from: 2026-11-01T00:00:00Z, slice: 6h, lag: 0s, align: hour, maxSlices: 7 }
settle: { activity: countSpans, every: 5m, looks: 3, timeout: 1h, onTimeout: fail }
task: nightly-hallucination
maxSpans: 5
overrideEvaluations: true
maxErrorShare: 0.5
allowEmpty: true
allowTruncated: false
timeout: 2h
onTimeout: detach
pollInterval: 5s
`;
  const { definition } = await parse(text, {}, { ARIZE_SPACE: 'research' });
  expect(definition).toMatchObject({
    note: 'said',
    crons: ['0 5 * * MON-FRI', '0 0 5 1 JAN * 2027'],
    every: [
      { everyMs: 21_600_000, offsetMs: 0 },
      { every: { count: 1, unit: 'day' }, offsetMs: 600_000 },
    ],
    calendars: [{ hour: '3', dayOfWeek: 'MON-FRI' }],
    skip: [{ month: '12', dayOfMonth: '24-26' }],
    startAt: '2026-10-31T23:00:00.000Z',
    endAt: '2027-11-01T00:00:00.000Z',
    jitterMs: 300_000,
    overlap: 'cancel-other',
    catchupMs: 30_000,
    pauseOnFailure: true,
    window: {
      mode: 'watermark',
      fromMs: Date.UTC(2026, 10, 1),
      slice: { count: 6, unit: 'hour' },
      lagMs: 0,
      align: 'hour',
      timeZone: 'Europe/Berlin',
      maxSlices: 7,
    },
    settle: {
      kind: 'activity',
      activity: 'countSpans',
      everyMs: 300_000,
      looks: 3,
      timeoutMs: 3_600_000,
      onTimeout: 'fail',
    },
    work: {
      space: 'research',
      trigger: { maxSpans: 5, overrideEvaluations: true },
      tolerance: { maxErrorShare: 0.5, allowEmpty: true, allowTruncated: false },
      wait: { timeoutMs: 7_200_000, onTimeout: 'detach', pollIntervalMs: 5000 },
    },
  });
});

test('a settle gate counts the spans of the task, or of a project of the space', async () => {
  const { definition } = await parse(`${NIGHTLY}settle: { quietFor: 30m }\n`);
  expect(definition.settle).toEqual({
    kind: 'spans',
    quietForMs: 1_800_000,
    checks: 3,
    project: null,
    space: 'research',
    filter: null,
    timeoutMs: 6 * 3_600_000,
    onTimeout: 'trigger',
  });
  const text = `${WITH_PIPELINE}settle: { project: chat, checks: 2 }\nspace: research\n`;
  const piped = await parse(text, { './p.yaml': PIPELINE });
  expect(piped.definition.settle).toMatchObject({ project: 'chat', space: 'research', checks: 2 });
});

describe('a pipeline that a schedule names', () => {
  test('is read with only the variables that it refers to', async () => {
    const file = PIPELINE.replace('name: quality', 'name: ${STAGE}-quality');
    const env = { STAGE: 'test', OTHER: 'x', ARIZE_SPACE: 'elsewhere' };
    const { definition } = await parse(WITH_PIPELINE, { './p.yaml': file }, env);
    expect(definition.work).toEqual({
      kind: 'pipeline',
      name: 'test-quality',
      text: file,
      fileName: './p.yaml',
      variables: { STAGE: 'test' },
      inputs: { maxSpans: 7 },
      windowInputs: { start: 'start', end: 'end' },
    });
  });

  test('keeps the default space only where a step needs it', async () => {
    const file = PIPELINE.replace('space: research\n', '');
    const { definition } = await parse(WITH_PIPELINE, { './p.yaml': file }, { ARIZE_SPACE: 'research' });
    expect(definition.work).toMatchObject({ variables: { ARIZE_SPACE: 'research' } });
  });

  test('is checked in its own file, what the schedule says of it in the schedule’s, all at once', async () => {
    const file = PIPELINE.replace('    window:', '    allowEmty: true\n    window:');
    const text = WITH_PIPELINE.replace('maxSpans: 7', 'maxSpans: many, colour: red')
      .replace('end: end', 'end: ends')
      .replace('every: 1h', 'every: 1 hour');
    expect(await problemsOf(text, { './p.yaml': file })).toEqual([
      's.yaml:3:20 schedule.every: is "1 hour", expected a duration like 6h or 1h30m, or a length of the calendar like 1d, 1w or 1mo',
      's.yaml:7:23 pipeline.inputs.maxSpans: is "many", expected a number',
      's.yaml:7:37 pipeline.inputs.colour: is not an input of the pipeline, expected one of start, end, maxSpans',
      's.yaml:8:32 pipeline.window.end: ends is not an input of the pipeline; did you mean "end"?',
      './p.yaml:6:3 inputs.end: has no value: pass --input end=… or set a default',
      './p.yaml:11:5 steps[0].allowEmty: is not a field of a step; did you mean "allowEmpty"?',
    ]);
  });

  test('that cannot be read is said where it is named', async () => {
    expect(await problemsOf(WITH_PIPELINE)).toEqual([
      's.yaml:6:9 pipeline.file: is "./p.yaml", which cannot be read: no file ./p.yaml',
    ]);
  });
});

describe('what is wrong is said with its line and column', () => {
  const withSchedule = (line: string) => NIGHTLY.replace("cron: '0 5 * * *'", line);
  const withWindow = (window: string) => NIGHTLY.replace('{ length: 1d }', window);
  const watermark = '{ mode: watermark, from: 2026-11-01T00:00:00Z, slice: 1h }';

  test.each([
    ['', 's.yaml:1:1 the file is empty, expected a schedule'],
    ['- x\n', 's.yaml:1:1 is a list, expected a mapping with version, name, schedule and task or pipeline'],
    [
      NIGHTLY.replace('nightly\n', 'my nightly\n'),
      's.yaml:2:7 name: is "my nightly", expected 1 to 60 letters',
    ],
    [NIGHTLY.replace('nightly\n', '${{ x }}\n'), 's.yaml:2:7 name: is "${{ x }}", expected'],
    [
      `${NIGHTLY}maxSpan: 5\n`,
      's.yaml:8:1 maxSpan: is not a field of a schedule file; did you mean "maxSpans"?',
    ],
    [`${NIGHTLY}experimentName: x\n`, 's.yaml:8:1 experimentName: is not a field of a schedule file'],
    [withSchedule('timezone: UTC'), 's.yaml:4:3 schedule: has no times: add cron, every or calendar'],
    [
      withSchedule('crons: x'),
      's.yaml:4:3 schedule.crons: is not a field of a schedule; did you mean "cron"?',
    ],
    [
      withSchedule("cron: '0 5 * *'"),
      's.yaml:4:9 schedule.cron: is "0 5 * *", which has 4 fields, expected 5',
    ],
    [withSchedule("cron: '61 5 * * *'"), 'which has "61" for the minutes, expected 0 to 59, ranges like 0-4'],
    [
      withSchedule("cron: '0 5 * * MONDY'"),
      'which has "MONDY" for the days of the week, expected 0 to 7 or SUN to SAT',
    ],
    [withSchedule("cron: '0 5 * * * 1999'"), 'which has "1999" for the years, expected 2000 to 2100'],
    [
      withSchedule("cron: ['0 5 * * *', '@nightly']"),
      's.yaml:4:23 schedule.cron[1]: is "@nightly", which is not one of @yearly',
    ],
    [
      withSchedule("cron: 'CRON_TZ=Europe/Berlin 0 5 * * *'"),
      'which contains a time zone: use `timezone` instead',
    ],
    [withSchedule("cron: '@every 1h'"), 'which is an interval: use `every: 1h`'],
    [
      withSchedule('every: { every: 1h, offset: 2h }'),
      's.yaml:4:31 schedule.every.offset: is "2h", expected less than 1h',
    ],
    [
      withSchedule('calendar: [{ hour: 24 }]'),
      's.yaml:4:22 schedule.calendar[0].hour: is "24" for the hours, expected 0 to 23',
    ],
    [
      withSchedule('calendar: [{ hours: 2 }]'),
      's.yaml:4:16 schedule.calendar[0].hours: is not a field of a calendar; did you mean "hour"?',
    ],
    [
      withSchedule('every: 1h\n  timezone: Europe/Berln'),
      's.yaml:5:13 schedule.timezone: is "Europe/Berln", expected a time zone',
    ],
    [withSchedule('every: 1h\n  timezone: +02:00'), 'schedule.timezone: is "+02:00", expected a time zone'],
    [
      withSchedule('every: 1h\n  catchup: 5s'),
      's.yaml:5:12 schedule.catchup: is "5s", expected at least 10s',
    ],
    [
      withSchedule('every: 1h\n  overlap: terminate'),
      's.yaml:5:12 schedule.overlap: is "terminate", expected skip, buffer-one, cancel-other or allow',
    ],
    [
      withSchedule('every: 1h\n  startAt: 2026-13-01'),
      's.yaml:5:12 schedule.startAt: is "2026-13-01", expected a time like 2026-11-01T00:00:00Z, or a local one like 2026-11-01',
    ],
    [
      withSchedule('every: 1h\n  startAt: 2026-11-01T00:00:00Z\n  endAt: 2026-11-01T00:00:00Z'),
      's.yaml:6:10 schedule.endAt: is 2026-11-01T00:00:00Z, expected a time after startAt',
    ],
    [withWindow('{ length: 1d12h }'), 's.yaml:5:19 window.length: is "1d12h", expected a length in one unit'],
    [withWindow('{ length: 13mo }'), 's.yaml:5:19 window.length: is "13mo", expected at most a year'],
    [withWindow('{ lag: 1h }'), 's.yaml:5:9 window.length: is missing: the mode nominal requires it'],
    [
      withWindow('{ length: 1d, lag: -1h }'),
      's.yaml:5:28 window.lag: is "-1h", expected a duration like 30s, 5m or 2h, or 0s',
    ],
    [
      withWindow('{ length: 1d, align: year }'),
      's.yaml:5:30 window.align: is "year", expected minute, hour, day, week, month or none',
    ],
    [
      withWindow('{ length: 1d, slice: 1h }'),
      's.yaml:5:23 window.slice: is not available in the mode nominal: add `mode: watermark`',
    ],
    [
      withWindow('{ mode: watermark, length: 1h }'),
      's.yaml:5:28 window.length: is not available in the mode watermark: use `slice`',
    ],
    [
      withWindow('{ mode: watermark, slice: 1h, from: yesterday }'),
      's.yaml:5:45 window.from: is "yesterday", expected a time like',
    ],
    [
      withWindow('{ mode: watermark, from: 2026-11-01T00:00:00Z, slice: 1h, maxSlices: 501 }'),
      'window.maxSlices: is 501, expected at most 500',
    ],
    [
      withWindow(watermark).replace("cron: '0 5 * * *'", 'every: 1h\n  overlap: allow'),
      's.yaml:5:12 schedule.overlap: is "allow", expected skip, buffer-one or cancel-other',
    ],
    [
      `${NIGHTLY}settle: { activity: getTask }\n`,
      's.yaml:8:21 settle.activity: is "getTask", a built-in activity of ax-tasks',
    ],
    [
      `${NIGHTLY}settle: { activity: countSpans, looks: 1 }\n`,
      's.yaml:8:40 settle.looks: is 1, expected at least 2',
    ],
    [
      `${NIGHTLY}settle: { activity: countSpans, every: 1s }\n`,
      's.yaml:8:40 settle.every: allows more than 500 counts',
    ],
    [
      `${NIGHTLY.replace(/window.*\n/, '')}settle: { activity: countSpans }\n`,
      's.yaml:7:1 settle: has no effect without `window`',
    ],
    [
      `${NIGHTLY}settle: { activity: countSpans, quietFor: 5m }\n`,
      's.yaml:8:33 settle.quietFor: cannot be combined with activity',
    ],
    [
      `${NIGHTLY}settle: { looks: 3 }\n`,
      's.yaml:8:11 settle.looks: applies to activity: use quietFor and checks',
    ],
    [`${NIGHTLY}settle: { checks: 1 }\n`, 's.yaml:8:19 settle.checks: is 1, expected at least 2'],
    [`${NIGHTLY}settle: { quietFor: 1s }\n`, 's.yaml:8:21 settle.quietFor: allows more than 500 counts'],
    [
      `${NIGHTLY}settle: { quietFor: 2h, timeout: 1h }\n`,
      's.yaml:8:34 settle.timeout: ends before there can be enough equal counts',
    ],
    [
      `${WITH_PIPELINE}settle: { quietFor: 5m }\n`,
      'settle.project: is missing: a pipeline has no project of its own',
    ],
    [
      `${WITH_PIPELINE}settle: { project: chat }\n`,
      's.yaml:9:20 settle.project: is "chat", a name: set `space` (or ARIZE_SPACE), or use its ID',
    ],
    [NIGHTLY.replace(/task.*\n/, ''), 'task: is missing, expected task or pipeline'],
    [NIGHTLY.replace(/space.*\n/, ''), 's.yaml:6:7 task: is "nightly-hallucination", a name: set `space`'],
    [`${NIGHTLY}experimentIds: [x]\n`, 's.yaml:5:1 window: cannot be combined with experimentIds'],
    [
      `${NIGHTLY}maxSpans: 1\nmaxExamples: 1\n`,
      's.yaml:9:1 maxExamples: is for run-experiment tasks, but maxSpans is for evaluation tasks',
    ],
    [`${NIGHTLY}onTimeout: detach\n`, 's.yaml:8:1 onTimeout: has no effect without timeout'],
    [`${NIGHTLY}pipeline: { file: p.yaml }\n`, 's.yaml:8:1 pipeline: cannot be combined with task'],
    [
      `${WITH_PIPELINE}maxSpans: 1\n`,
      's.yaml:9:1 maxSpans: applies to a task: set it in the steps of the pipeline',
    ],
    [
      WITH_PIPELINE.replace(/ {2}window.*\n/, ''),
      'pipeline.window: is missing: name the inputs that receive the window',
    ],
    [WITH_PIPELINE.replace(/^window.*\n/m, ''), 'pipeline.window: has no effect without `window` at the top'],
    [
      WITH_PIPELINE.replace('{ maxSpans: 7 }', '{ start: x }'),
      's.yaml:7:13 pipeline.inputs.start: already receives an end of the window',
    ],
    [
      WITH_PIPELINE.replace('end: end', 'end: start'),
      's.yaml:8:32 pipeline.window.end: is "start", expected an input other than start',
    ],
    [
      NIGHTLY.replace('name: nightly\n', 'name: ${ARIZE_API_KEY}\n'),
      's.yaml:2:7 name: refers to the variable ARIZE_API_KEY, which looks like a secret',
    ],
  ])('%j', async (text, problem) => {
    expect((await problemsOf(text, { './p.yaml': PIPELINE })).join('\n')).toContain(problem);
  });

  test('all of it at once, in the order of the file', async () => {
    const text = `${withSchedule('every: 0h').replace('1d', '1')}maxErrorShare: 2\n`;
    expect((await problemsOf(text)).map((line) => line.split(' ')[1])).toEqual([
      'schedule.every:',
      'window.length:',
      'maxErrorShare:',
    ]);
  });

  test('whatever the file holds, it is an InvalidFileError or a definition', async () => {
    const members = [
      'version',
      'name',
      'schedule',
      'window',
      'settle',
      'task',
      'pipeline',
      'space',
      'maxSpans',
    ];
    const value = fc.anything({
      maxDepth: 3,
      key: fc.constantFrom(...members, 'cron', 'every', 'file', 'mode'),
    });
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...members), value), async (data) => {
        try {
          await parse(JSON.stringify(data));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidFileError);
        }
      }),
    );
  });
});

describe('what is allowed but likely to surprise is a warning', () => {
  const berlin = (cron: string, window = '{ length: 1d }') =>
    NIGHTLY.replace("'0 5 * * *'", `'${cron}'\n  timezone: Europe/Berlin`).replace('{ length: 1d }', window);
  const warningsOf = async (text: string) => (await parse(text)).warnings.join('\n');

  test.each([
    [berlin('0 * * * *'), 'skips or repeats an hour of the schedule'],
    [berlin('30 2 * * *'), 'skips or repeats hour 2'],
    [NIGHTLY.replace('1d }', '1d, lag: 30m }'), 'With a lag of 30m, runs may miss data'],
    [NIGHTLY.replace('1d }', '6h, align: day }'), 'Windows of 6h that end at a full day skip the rest'],
    [
      NIGHTLY.replace("cron: '0 5 * * *'", 'every: 2h').replace('1d }', '1h }'),
      'Windows of 1h every 2h leave gaps',
    ],
    [
      NIGHTLY.replace("cron: '0 5 * * *'", 'every: 1h').replace('1d }', '6h }'),
      'Windows of 6h every 1h overlap',
    ],
    [NIGHTLY.replace(/window.*\n/, ''), 'There is no window'],
    [
      NIGHTLY.replace('schedule:', 'schedule:\n  overlap: allow\n  pauseOnFailure: true'),
      'With overlap: allow, Temporal does not pause the schedule after a failure.',
    ],
  ])('%j', async (text, warning) => {
    expect(await warningsOf(text)).toContain(warning);
  });

  test.each([
    ['of a clock that does not jump', NIGHTLY.replace('0 5 * * *', '0 * * * *')],
    ['of an hour that is always there once', berlin('0 5 * * *')],
    [
      'of a watermark, which does not mind',
      berlin('0 * * * *', '{ mode: watermark, from: 2026-11-01T00:00:00Z, slice: 1h }'),
    ],
  ])('but none %s', async (_, text) => {
    expect(await warningsOf(text)).toBe('');
  });
});
