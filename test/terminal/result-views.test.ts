import { describe, expect, test } from 'vitest';
import type { OutcomeKind } from '../../src/model/outcome.js';
import type { RunResult } from '../../src/model/results.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { checkLines } from '../../src/terminal/views/check-views.js';
import { outcomeText } from '../../src/terminal/views/outcome-text.js';
import { pipelineResultLines, runResultLines } from '../../src/terminal/views/result-views.js';

const PLACE = { workflowId: 'ax-run/x/1', uiUrl: 'http://localhost:8233/x' };

const RESULT: RunResult = {
  taskId: 'T1',
  taskName: 'Answer',
  runId: 'R1',
  run: {
    runId: 'R1',
    taskId: 'T1',
    status: 'COMPLETED',
    counts: { successes: 96, errors: 4, skipped: 0 },
    experimentId: 'E1',
    failureReason: null,
    dataStartTime: null,
    dataEndTime: null,
    createdAt: '2026-11-21T12:00:00Z',
    startedAt: '2026-11-21T12:00:01Z',
    finishedAt: '2026-11-21T12:02:06Z',
  },
  experimentId: 'E1',
  experimentName: 'nightly',
  window: null,
  outcome: { kind: 'succeeded-with-errors', errorShare: 0.04, reason: null },
  verdict: 'errors',
  provenance: { how: 'created', posts: 1, candidates: [] },
};

test('a result says what happened, where it is, and where to look', () => {
  expect(runResultLines(RESULT, PLACE, PLAIN_STYLE)).toEqual([
    'Outcome      ✗ succeeded with errors (4%)',
    'Run          R1',
    'Task         Answer (T1)',
    'Counts       96 ok, 4 errors, 0 skipped',
    'Experiment   nightly (E1)',
    'Took         2m 05s',
    'Workflow     ax-run/x/1',
    'Temporal UI  http://localhost:8233/x',
  ]);
});

test('a result in ASCII needs no Unicode symbol', () => {
  const [first] = runResultLines(RESULT, PLACE, { ...PLAIN_STYLE, unicode: false });
  expect(first).toBe('Outcome      ! succeeded with errors (4%)');
});

test('a pipeline is a table of its steps, skipped ones included', () => {
  const result = {
    name: 'nightly',
    verdict: 'failed',
    steps: [
      { id: 'answer', state: 'failed', reason: null, result: RESULT },
      { id: 'score', state: 'skipped', reason: 'step answer is failed', result: null },
    ],
  } as const;
  expect(
    pipelineResultLines({ ...result, steps: [...result.steps] }, { ...PLACE, uiUrl: null }, PLAIN_STYLE),
  ).toEqual([
    '   STEP    OUTCOME                         COUNTS                      TOOK    RUN',
    '✗  answer  succeeded with errors (4%)      96 ok, 4 errors, 0 skipped  2m 05s  R1',
    '↷  score   skipped: step answer is failed  –                           –       –',
    '',
    'Pipeline  ✗ nightly',
    'Workflow  ax-run/x/1',
  ]);
});

const KINDS = [
  'started',
  'succeeded',
  'succeeded-with-errors',
  'empty',
  'nothing-to-do',
  'truncated',
  'failed',
  'cancelled-by-us',
  'cancelled-elsewhere',
  'cancel-unconfirmed',
  'timed-out-cancelled',
  'timed-out-detached',
  'gone',
] as const satisfies readonly OutcomeKind[];

describe('an outcome', () => {
  test.each(KINDS)('%s has words of its own, with the reason', (kind) => {
    const text = outcomeText({ kind, errorShare: 0, reason: 'because' });
    expect(text.length).toBeGreaterThan('because'.length);
    expect(text).toContain('because');
  });
});

test('checks show their advice beneath them', () => {
  const lines = checkLines(
    [
      { name: 'temporal', state: 'ok', found: 'answers', advice: null },
      { name: 'worker', state: 'fail', found: 'nobody polls', advice: 'Start one.' },
    ],
    PLAIN_STYLE,
  );
  expect(lines).toEqual([
    'OK    temporal  answers',
    'FAIL  worker    nobody polls',
    '                Start one.',
  ]);
});
