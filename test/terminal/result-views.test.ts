import { describe, expect, test } from 'vitest';
import type { OutcomeKind } from '../../src/model/run/outcome.js';
import type { RunResult } from '../../src/model/run/run-result.js';
import { PLAIN_STYLE } from '../../src/terminal/style.js';
import { textWidth } from '../../src/terminal/text/text.js';
import { checkLines } from '../../src/terminal/views/doctor-lines.js';
import { outcomeText } from '../../src/model/run/outcome-text.js';
import { pipelineResultLines, runResultLines } from '../../src/terminal/views/result-views.js';
import { NIGHTLY, WIDE, documentOf } from '../report/support/documents.js';
import { stepResult } from '../support/step-result.js';

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
    'Outcome      ✗ completed with errors (4%)',
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
  expect(first).toBe('Outcome      ! completed with errors (4%)');
});

test('a pipeline is a table of its steps, skipped ones included', () => {
  const { run } = RESULT;
  const times = { startedAt: run?.startedAt ?? null, endedAt: run?.finishedAt ?? null };
  const steps = [
    stepResult('answer', { state: 'failed', result: RESULT, ...times }),
    stepResult('score', { state: 'skipped', reason: 'step answer failed', attempts: 0 }),
  ];
  const { data } = documentOf({ steps });
  expect(pipelineResultLines(data.result, { ...PLACE, uiUrl: null }, PLAIN_STYLE)).toEqual([
    '   STEP    OUTCOME                      COUNTS                      TOOK    RUN',
    '✗  answer  completed with errors (4%)   96 ok, 4 errors, 0 skipped  2m 05s  R1',
    '↷  score   skipped: step answer failed  –                           –       –',
    '',
    'Pipeline  ✗ nightly',
    'Workflow  ax-run/x/1',
  ]);
});

describe('a pipeline with gates and items', () => {
  const { data } = NIGHTLY;
  const lines = pipelineResultLines(data.result, data, PLAIN_STYLE);
  const line = (start: string): string | undefined => lines.find((each) => each.startsWith(start));

  test('leaves room to read what a check found in a pipe', () => {
    const piped = pipelineResultLines(data.result, data, { ...PLAIN_STYLE, columns: 120 });
    const head = piped.find((each) => each.startsWith('GATE')) ?? '';
    expect(head.includes('FOUND') ? head.indexOf('FOUND') : 0).toBeLessThanOrEqual(60);
  });

  test('shows the answer of each gate, and under the table what each check found', () => {
    expect(line('✗  score')).toMatch(/completed with errors \(1\.7%\): its gate failed +fail +118 ok/);
    expect(line('score ')).toMatch(/fail +mean score of relevance, step score +mean 0\.7512 is 0\.08 lower/);
    expect(line('answer ')).toMatch(/warn +share of errors, step answer +1\.7% errors/);
  });

  test('fits a narrow screen with nothing cut: what is told of a step stands line under line', () => {
    const style = { ...PLAIN_STYLE, columns: 60 };
    const narrowLines = pipelineResultLines(data.result, data, style);
    const tables = narrowLines.slice(
      0,
      narrowLines.findIndex((each) => each.startsWith('Pipeline')),
    );
    expect(tables.filter((each) => textWidth(each) > 60)).toEqual([]);
    const words = (text: string): Set<string> => new Set(text.split(/[\s,]+/));
    const narrow = words(narrowLines.join(' '));
    const titles = ['GATE', 'COUNTS', 'TOOK', 'RUN', 'FOUND', 'OUTCOME', 'CHECK', '–'];
    expect([...words(lines.join(' '))].filter((word) => !narrow.has(word) && !titles.includes(word))).toEqual(
      [],
    );
  });

  test('shows how often a step was tried, what does not count, who decided, and what was kept', () => {
    expect(line('✓  answer')).toContain('(2 attempts)');
    expect(line('✗  models')).toContain('2 of 12 items failed (ignored)');
    expect(line('✓  sign-off')).toContain('approved by ann: known regression');
    expect(line('✓  task')).toContain('task VGFzazo5 updated (reused by the rerun)');
  });

  test('counts the items together, and names those that failed', () => {
    expect(line('✗  models')).toContain('288 ok, 0 errors, 0 skipped');
    expect(line('✗  model-3')).toMatch(/failed: The run stopped on an internal error\. +VGFza1J1bjoxMDA3$/);
    expect(line('✗  model-4')).toBeUndefined();
  });

  test('names ten failed items of a thousand, and says how many more there are', () => {
    const wide = pipelineResultLines(WIDE.data.result, WIDE.data, PLAIN_STYLE);
    expect(wide.filter((each) => each.startsWith('✗  model-'))).toHaveLength(10);
    expect(wide).toContain('   … and 15 more');
  });

  test('ends with its outputs and those of its steps', () => {
    expect(line('Output mean')).toMatch(/ 0\.7512$/);
    expect(line('Output answer.rows')).toMatch(/ 120$/);
    expect(line('Rerun of')).toContain('ax-pipeline/nightly/0f3b');
  });
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
