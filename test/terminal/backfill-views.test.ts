import { describe, expect, test } from 'vitest';
import { logView } from '../../src/terminal/live/progress-view.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { backfillPlanLines } from '../../src/terminal/views/backfill-plan-lines.js';
import { backfillProgressLines } from '../../src/terminal/views/backfill-progress-lines.js';
import { progressLines } from '../../src/terminal/views/progress-views.js';
import { backfillTable } from '../../src/terminal/views/backfill-table.js';
import type { BackfillPreview } from '../../src/model/backfill/backfill-preview.js';
import type { WorkflowSnapshot } from '../../src/model/temporal/workflow-snapshot.js';
import { backfillMemo } from '../support/backfill-memo.js';

const NOW = Date.parse('2026-11-21T12:10:00Z');
const STYLE = { ...PLAIN_STYLE, columns: 100 };

describe('the progress of a backfill', () => {
  const memo = backfillMemo({
    windows: { evaluated: 15, failed: 5, running: 10, waiting: 30 },
    counts: { successes: 1200, errors: 3, skipped: 0 },
    runs: 31,
  });

  test('is a bar, the windows by state, the pace, and the sum of the counts', () => {
    expect(backfillProgressLines(memo, STYLE, NOW, false)).toEqual([
      'Relevance  20 of 60 windows ended (33.3%)',
      '█████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░',
      '15 evaluated, 5 failed, 10 running, 30 waiting',
      '10 of at most 10 at once, 31 runs so far, 2 windows a minute, about 20m 00s left',
      '1200 ok, 3 errors, 0 skipped',
    ]);
  });

  test('is what is shown of its snapshot, and no table of steps', () => {
    const snapshot = {
      steps: [],
      status: 'RUNNING',
      backfill: { plan: null, progress: memo },
    } as unknown as WorkflowSnapshot;
    expect(progressLines(snapshot, STYLE, NOW, 20)).toEqual(backfillProgressLines(memo, STYLE, NOW, false));
  });

  test('says what holds it up: a pause, a stop, a service that asked for quiet', () => {
    const held = backfillProgressLines(
      {
        ...memo,
        paused: { at: '2026-11-21T12:07:00Z', by: 'ann', reason: 'quota' },
        stopped: 'cancelled.',
        throttledUntil: '2026-11-21T12:11:00Z',
      },
      { ...STYLE, unicode: false },
      NOW,
      false,
    );
    expect(held.slice(-3)).toEqual([
      'Paused by ann 3m ago (quota): no new runs start.',
      'Stopped: cancelled. No new runs start.',
      'Throttled: the service allows no requests until 12:11:00Z.',
    ]);
    expect(held[1]).toMatch(/^#+\.+$/);
    expect(held.join('\n')).not.toContain('left');
  });

  test.each([
    [
      { paused: { at: '2026-11-21T12:07:00Z', by: 'ann', reason: null } },
      false,
      '10 of at most 10 at once, 31 runs so far, 2 windows a minute',
    ],
    [{ stopped: 'too many failures' }, false, '10 of at most 10 at once, 31 runs so far, 2 windows a minute'],
    [{}, true, '31 runs, 2 windows a minute'],
  ])(
    'that starts nothing more (%j) has windows that are not started, and no time left',
    (more, isOver, pace) => {
      expect(backfillProgressLines({ ...memo, ...more }, STYLE, NOW, isOver).slice(2, 4)).toEqual([
        '15 evaluated, 5 failed, 10 running, 30 not started',
        pace,
      ]);
    },
  );

  test('is never full, nor 100%, before all is done', () => {
    const almost = backfillMemo({ windows: { evaluated: 9999, running: 1 } });
    expect(backfillProgressLines(almost, STYLE, NOW, false).slice(0, 2)).toEqual([
      'Relevance  9999 of 10000 windows ended (99.9%)',
      `${'█'.repeat(39)}░`,
    ]);
  });

  test('is a line for each tenth in a log, and one where a window ends badly', () => {
    const lines: string[] = [];
    const view = logView(
      (line) => lines.push(line),
      () => NOW,
    );
    const show = (windows: Parameters<typeof backfillMemo>[0]): void =>
      view.show({
        steps: [],
        status: 'RUNNING',
        backfill: { plan: null, progress: backfillMemo(windows) },
      } as unknown as WorkflowSnapshot);
    show({ windows: { waiting: 100 } });
    show({ windows: { waiting: 95, evaluated: 5 } });
    show({ windows: { waiting: 90, evaluated: 10 } });
    show({ windows: { waiting: 89, evaluated: 10, failed: 1 } });
    expect(lines.map((line) => line.slice(10, 40))).toEqual([
      'Relevance: 0 of 100 windows en',
      'Relevance: 10 of 100 windows e',
      'Relevance: 11 of 100 windows e',
    ]);
  });
});

test('the log of a backfill that has ended agrees with its status: what never started does not wait, and nothing is left to come', () => {
  const lines: string[] = [];
  const view = logView(
    (line) => lines.push(line),
    () => NOW,
  );
  view.show({
    steps: [],
    status: 'CANCELLED',
    closedAt: '2026-11-21T12:05:00Z',
    backfill: { plan: null, progress: backfillMemo({ windows: { evaluated: 14, waiting: 26 }, runs: 14 }) },
  } as unknown as WorkflowSnapshot);
  expect(lines).toEqual([
    '12:10:00Z Relevance: 14 of 40 windows ended (35%), 14 evaluated, 26 not started; 14 runs, 2.8 windows a minute',
  ]);
});

test('the log of a backfill that is cancelled while it is paused does not say that it goes on', () => {
  const lines: string[] = [];
  const view = logView(
    (line) => lines.push(line),
    () => NOW,
  );
  const show = (facts: Partial<WorkflowSnapshot>): void =>
    view.show({ steps: [], closedAt: null, ...facts } as unknown as WorkflowSnapshot);
  show({ pausedAt: '2026-11-21T12:07:00Z' });
  show({ closedAt: '2026-11-21T12:10:00Z' });
  expect(lines).toEqual([expect.stringContaining('Paused')]);
});

test('a list of backfills says how far each is, also of those that cannot tell', () => {
  const row = {
    workflowId: 'ax-backfill/Relevance/1f',
    status: 'RUNNING',
    verdict: null,
    startedAt: '2026-11-21T12:00:00Z',
    closedAt: null,
    plan: null,
    isReadable: true,
  };
  const paused = { at: '2026-11-21T12:07:00Z', by: 'ann', reason: null };
  const progress = backfillMemo({ windows: { evaluated: 3, failed: 1, waiting: 6 }, paused });
  const lines = backfillTable(
    [
      { ...row, progress },
      { ...row, progress: null },
      { ...row, progress: null, isReadable: false },
    ],
    PLAIN_STYLE,
    NOW,
  );
  expect(lines).toEqual([
    'STATUS   BACKFILL                  RANGE       DONE  BAD  STARTED  TOOK',
    'paused   ax-backfill/Relevance/1f  –        4 of 10    1  10m ago     –',
    'running  ax-backfill/Relevance/1f  –              –    –  10m ago     –',
    'running  ax-backfill/Relevance/1f  –      encrypted    –  10m ago     –',
  ]);
});

test('a plan shows its range in both clocks, what is left out and to do, the cost, and the first and last windows', () => {
  const window = (day: number) => ({
    dataStartTime: `2026-11-0${day}T00:00:00.000Z`,
    dataEndTime: `2026-11-0${day + 1}T00:00:00.000Z`,
  });
  const DAY = 86_400_000;
  const preview: BackfillPreview = {
    plan: {
      task: { id: 'T1', name: 'Relevance' },
      evaluators: 'E1@latest',
      range: { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-09T00:00:00.000Z' },
      timeZone: 'Europe/Berlin',
      slice: '1d',
      windows: [],
      maxSpans: 500,
      overrideEvaluations: false,
      options: {
        limit: 4,
        order: 'newest-first',
        canary: 2,
        failures: { share: 0.2, after: 10, then: 'pause' },
        maxRuns: 100,
        maxSpansInAll: 5000,
        minSliceMs: 300_000,
        attempts: 1,
        tolerance: {},
        wait: {},
        onAmbiguous: 'retry',
        settleMs: 15_000,
        verifyRequests: 0,
      },
    },
    zoned: { start: '2026-11-01 01:00 CET', end: '2026-11-09 01:00 CET' },
    windows: {
      count: 7,
      shortestMs: DAY,
      longestMs: DAY,
      first: [window(1), window(2), window(3)],
      last: [window(5), window(6), window(7)],
    },
    coverage: [
      { state: 'evaluated', ms: DAY, plannedMs: 0 },
      { state: 'failed', ms: 2 * DAY, plannedMs: 2 * DAY },
      { state: 'none', ms: 5 * DAY, plannedMs: 5 * DAY },
    ],
    estimate: {
      runs: 9,
      requests: 40,
      spans: 7000,
      evaluations: 14_000,
      durationMs: 900_000,
      truncation: { windows: 1, maxSpans: 500, slice: '12h' },
    },
    measured: null,
  };
  const picture = [
    { label: '2026-11-01', indent: 0, marks: ['proven', 'todo', 'partly', 'left-out'] as const },
  ].map((row) => ({ ...row, marks: [...row.marks] }));
  const halfHourMore = { ...preview.windows, longestMs: DAY + 1_800_000 };
  expect(backfillPlanLines({ ...preview, windows: halfHourMore }, picture, PLAIN_STYLE).join('\n')).toContain(
    '7, from 1d to 1d30m long',
  );
  const sampled = {
    windows: 90,
    counted: 12,
    requests: 100,
    spans: { value: 60_000, error: 4000 },
    evaluated: { value: 0, error: 0 },
    split: 2,
  };
  const counted = { ...sampled, counted: 90, spans: { value: 61_234, error: 0 }, split: 0 };
  expect(backfillPlanLines({ ...preview, measured: sampled }, picture, PLAIN_STYLE)).toEqual(
    expect.arrayContaining([
      'Spans             about 7,000 to evaluate',
      'Counted           about 60,000 ± 4,000 spans in 90 windows, from a sample of 12; 0 of them evaluated already; 100 requests',
      'Split             2 windows have more than 500 spans to evaluate, and are split before they run',
    ]),
  );
  expect(backfillPlanLines({ ...preview, measured: counted }, picture, PLAIN_STYLE)).toEqual(
    expect.arrayContaining([
      'Spans             7,000 to evaluate',
      'Counted           61,234 spans in all 90 windows; 0 of them evaluated already; 100 requests',
    ]),
  );
  expect(backfillPlanLines(preview, picture, PLAIN_STYLE)).toEqual([
    'Task              Relevance (T1)',
    'Range             2026-11-01T00:00:00Z to 2026-11-09T00:00:00Z, end exclusive',
    'In Europe/Berlin  2026-11-01 01:00 CET to 2026-11-09 01:00 CET',
    'Slices            1d in the time zone Europe/Berlin',
    'Left out          1d 0h evaluated',
    'To do             7d 0h: 2d 0h failed, 5d 0h without a run',
    'Windows           7 of 1d 0h',
    'Requests          about 40, for about 9 runs',
    'Spans             about 7,000, estimated from earlier runs',
    'Evaluations       about 14,000',
    'Takes             about 15m 00s with 4 at once, estimated from earlier runs',
    'Truncation        1 window probably holds more than 500 spans, to be split: --slice 12h fits, or raise --max-spans',
    'How               newest first; canary of 2; at most 500 spans a run; pauses at 100 runs; pauses at 5,000 spans; pauses when 20% of windows have failed',
    '',
    '2026-11-01  █░▒·',
    '            █ evaluated   ▒ partly planned   ░ to do   · left out',
    '',
    'Windows, oldest first:',
    '  2026-11-01T00:00:00Z to 2026-11-02T00:00:00Z',
    '  2026-11-02T00:00:00Z to 2026-11-03T00:00:00Z',
    '  2026-11-03T00:00:00Z to 2026-11-04T00:00:00Z',
    '  … 1 more',
    '  2026-11-05T00:00:00Z to 2026-11-06T00:00:00Z',
    '  2026-11-06T00:00:00Z to 2026-11-07T00:00:00Z',
    '  2026-11-07T00:00:00Z to 2026-11-08T00:00:00Z',
  ]);
});
