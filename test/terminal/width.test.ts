import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskRun } from '../../src/model/api/task-run.js';
import type { FiringSummary } from '../../src/model/schedule/schedule-report.js';
import type { StepSnapshot } from '../../src/model/pipeline/snapshot.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import type { Style } from '../../src/terminal/style.js';
import { formatFacts } from '../../src/terminal/text/facts.js';
import { textWidth } from '../../src/terminal/text/text.js';
import { backfillResultLines } from '../../src/terminal/views/backfill-result-lines.js';
import { backfillTable } from '../../src/terminal/views/backfill-table.js';
import { stepTable } from '../../src/terminal/views/progress-views.js';
import { pipelineResultLines, runResultLines } from '../../src/terminal/views/result-views.js';
import { runTable } from '../../src/terminal/views/run-views.js';
import { firingLines, scheduleTable } from '../../src/terminal/views/schedule-views.js';
import { sweepLines } from '../../src/terminal/views/sweep-view.js';
import { taskTable } from '../../src/terminal/views/task-views.js';
import type { ShownTask } from '../../src/terminal/views/task-views.js';
import { workflowTable } from '../../src/terminal/views/workflow-views.js';
import { backfillMemo } from '../support/backfill-memo.js';
import { stepResult } from '../support/step-result.js';
import { documentOf } from '../report/support/documents.js';

const NOW = Date.parse('2026-11-21T12:10:00Z');
const AT = '2026-11-21T12:00:00.000Z';
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-01T06:00:00.000Z' };
const COUNTS = { successes: 120_000, errors: 3, skipped: 44 };

interface Hostile {
  /** Three IDs, as long as they like. */
  ids: readonly [string, string, string];
  text: string;
}

type View = (hostile: Hostile, style: Style) => string[];

const outcome = (reason: string) => ({ kind: 'failed' as const, errorShare: 0, reason });

const runResult = ({ ids: [runId, taskId, experimentName], text }: Hostile) => ({
  ...{ taskId, taskName: text, runId, experimentId: taskId, experimentName, window: WINDOW, run: null },
  ...{ outcome: outcome(text), verdict: 'failed' as const },
  provenance: { how: 'created' as const, posts: 1, candidates: [] },
});

const VIEWS: Record<string, View> = {
  tasks: ({ ids: [id], text }, style) =>
    taskTable(
      [
        {
          id,
          name: text,
          type: 'TEMPLATE_EVALUATION',
          lastRunAt: AT,
          projectId: id,
          projectName: text,
        } as unknown as ShownTask,
      ],
      style,
      NOW,
    ),
  runs: ({ ids: [id], text }, style) =>
    runTable(
      [
        { id, status: 'UNKNOWN', rawStatus: text, counts: COUNTS, createdAt: AT, failureReason: text },
      ] as unknown as TaskRun[],
      style,
      NOW,
    ),
  workflows: ({ ids: [workflowId], text }, style) =>
    workflowTable(
      [
        {
          workflowId,
          type: 'runPipeline',
          name: text,
          verdict: null,
          failureType: null,
          reason: text,
          status: 'COMPLETED',
          startedAt: AT,
          closedAt: AT,
        },
      ] as unknown as Parameters<typeof workflowTable>[0],
      style,
      NOW,
    ),
  backfills: ({ ids: [workflowId] }, style) =>
    backfillTable(
      [
        {
          ...{
            workflowId,
            status: 'RUNNING',
            verdict: null,
            startedAt: AT,
            closedAt: null,
            plan: null,
            isReadable: true,
          },
          progress: backfillMemo({ windows: { evaluated: 10_000 } }),
        },
      ],
      style,
      NOW,
    ),
  schedules: ({ ids: [name], text }, style) =>
    scheduleTable(
      [
        {
          ...{ name, scheduleId: name, times: text, work: text, isPaused: false, next: AT, last: null },
          ...{ missed: 3, problems: 1 },
        },
      ],
      style,
      NOW,
    ),
  firings: ({ ids: [workflowId, runId], text }, style) => {
    const firing = {
      workflowId: 'w',
      nominalAt: AT,
      startedAt: AT,
      closedAt: null,
      state: 'failed' as const,
    };
    const fired = {
      window: WINDOW,
      workflowId,
      verdict: 'failed' as const,
      outcome: outcome(text),
      runId,
      settled: null,
    };
    const result = {
      schedule: 'a',
      nominalAt: AT,
      verdict: 'failed' as const,
      windows: [fired],
      watermark: null,
      note: null,
    };
    return firingLines([{ ...firing, result }] satisfies FiringSummary[], style);
  },
  'a sweep': ({ ids: [runId], text }, style) =>
    sweepLines(
      {
        looked: { tasks: 1, unknownTasks: 1, runs: 1, owned: 0, byOthers: 0 },
        counts: { orphans: 1, left: 0, unknown: 0, inDoubt: 0 },
        orphans: [
          {
            ...{ runId, taskId: 't', taskName: text, status: 'RUNNING', createdAt: AT, why: text },
            did: 'reported',
          },
        ],
        ...{ left: [], unknown: [], inDoubt: [] },
        unknownTasks: [{ taskId: 't', taskName: text }],
      },
      style,
      NOW,
    ).slice(0, -1),
  'the steps of a workflow': ({ ids: [id, runId], text }, style) =>
    stepTable(
      [
        {
          ...{
            id,
            runId,
            stage: 'running',
            status: 'RUNNING',
            counts: COUNTS,
            note: text,
            startedAt: AT,
            endedAt: null,
          },
          ...{ provenance: null, needs: [] },
        },
      ] as unknown as StepSnapshot[],
      style,
      NOW,
    ),
  'the result of a pipeline': (hostile, style) => {
    const {
      ids: [runId, id, workflowId],
      text,
    } = hostile;
    const result = { ...runResult(hostile), runId };
    const steps = [stepResult(id, { state: 'failed', reason: text, result, startedAt: AT, endedAt: AT })];
    const { data } = documentOf({ steps });
    return pipelineResultLines(data.result, { workflowId, uiUrl: null }, style);
  },
  'the result of a run': (hostile, style) =>
    runResultLines(runResult(hostile), { workflowId: hostile.ids[0], uiUrl: null }, style),
  'the result of a backfill': ({ ids: [runId, workflowId], text }, style) =>
    backfillResultLines(
      {
        ...{ task: { id: 't', name: 'a' }, verdict: 'failed', range: WINDOW, counts: COUNTS, runs: 1 },
        ...{
          windows: backfillMemo({ windows: { failed: 1 } }).windows,
          failed: [],
          notBegun: [],
          unresolved: [],
        },
        problems: [{ at: 0, window: WINDOW, runId, outcome: 'failed', reason: text }],
        ...{ stopped: text, startedAt: AT, endedAt: AT, verified: { problem: text } },
      },
      { workflowId, uiUrl: null } as unknown as Parameters<typeof backfillResultLines>[1],
      style,
    ),
  facts: ({ ids: [one, two], text }, style) =>
    formatFacts(
      [
        ['One', one],
        [two.slice(0, 60), text],
        ['Three', two],
      ],
      style,
    ),
};

const word = fc.stringMatching(/^[a-zA-Z0-9=_-]{1,12}$/);
const id = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9=/_-]{10,160}$/);
const hostile: fc.Arbitrary<Hostile> = fc.record({
  ids: fc.tuple(id, id, id),
  text: fc.array(word, { minLength: 1, maxLength: 80 }).map((words) => words.join(' ')),
});

/** A symbol with its gap stands before an ID that says what its row is about. */
const SYMBOL = 4;

describe.each(Object.entries(VIEWS))('on a screen of any width, %s', (_, view) => {
  test('show each ID whole on one line, and only an ID makes a line longer than the screen', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 40, max: 200 }), (values, columns) => {
        const lines = view(values, { ...PLAIN_STYLE, columns });
        const given = view({ ...values, text: 'x' }, PLAIN_STYLE).join('\n');
        for (const each of values.ids.filter((one) => given.includes(one)))
          expect(lines.some((line) => line.includes(each))).toBe(true);
        for (const line of lines.filter((each) => textWidth(each) > columns))
          expect(Math.max(...line.split(' ').map(textWidth))).toBeGreaterThan(columns - SYMBOL);
      }),
      { numRuns: 60 },
    );
  });
});
