import { describe, expect, test } from 'vitest';
import { classifyRun } from '../../../src/model/run/outcome.js';
import type { OutcomeKind, RunContext } from '../../../src/model/run/outcome.js';
import type { RunReport } from '../../../src/model/api/task-run.js';
import { verdictOf } from '../../../src/model/run/verdict.js';
import type { Verdict } from '../../../src/model/run/verdict.js';
import type { Tolerance } from '../../../src/model/api/policies.js';

function report(
  status: RunReport['status'],
  counts: [number, number, number],
  more: Partial<RunReport> = {},
): RunReport {
  const [successes, errors, skipped] = counts;
  return {
    runId: 'run',
    taskId: 'task',
    status,
    counts: { successes, errors, skipped },
    experimentId: null,
    failureReason: null,
    dataStartTime: null,
    dataEndTime: null,
    createdAt: '2026-11-01T00:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    ...more,
  };
}

const window = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-02T00:00:00.000Z' };

describe('classifyRun', () => {
  const cases: [string, RunReport, RunContext, OutcomeKind][] = [
    ['COMPLETED with successes alone succeeded', report('COMPLETED', [10, 0, 0]), {}, 'succeeded'],
    [
      'COMPLETED with one error completed with errors',
      report('COMPLETED', [9, 1, 0]),
      {},
      'succeeded-with-errors',
    ],
    ['COMPLETED 0/0/0 is empty', report('COMPLETED', [0, 0, 0]), {}, 'empty'],
    [
      'a window that reaches maxSpans is truncated',
      report('COMPLETED', [5, 0, 0], window),
      { maxSpans: 5 },
      'truncated',
    ],
    [
      'skipped spans count towards maxSpans',
      report('COMPLETED', [3, 0, 2], window),
      { maxSpans: 5 },
      'truncated',
    ],
    [
      'a window below maxSpans is not truncated',
      report('COMPLETED', [4, 0, 0], window),
      { maxSpans: 5 },
      'succeeded',
    ],
    ['an experiment is never truncated', report('COMPLETED', [10_000, 0, 0]), {}, 'succeeded'],
    [
      'the server bounds a run of no bound at 10000',
      report('COMPLETED', [10_000, 0, 0], window),
      {},
      'truncated',
    ],
    ['FAILED failed', report('FAILED', [3, 1, 0], { failureReason: 'no quota' }), {}, 'failed'],
    [
      'CANCELLED by nobody of ours was cancelled elsewhere',
      report('CANCELLED', [3, 0, 0]),
      {},
      'cancelled-elsewhere',
    ],
    [
      'CANCELLED at our request',
      report('CANCELLED', [3, 0, 0]),
      { cancelledBy: 'request' },
      'cancelled-by-us',
    ],
    [
      'CANCELLED at our deadline',
      report('CANCELLED', [3, 0, 0]),
      { cancelledBy: 'deadline' },
      'timed-out-cancelled',
    ],
    [
      'a run that completed before our cancel keeps its outcome',
      report('COMPLETED', [3, 0, 0]),
      { cancelledBy: 'request' },
      'succeeded',
    ],
    [
      'CANCELLED 0/0/0 because all is labelled is nothing to do',
      report('CANCELLED', [0, 0, 0], {
        failureReason: 'All spans already evaluated; re-run with override_evaluations',
      }),
      {},
      'nothing-to-do',
    ],
    [
      'CANCELLED 0/0/0 without data is empty',
      report('CANCELLED', [0, 0, 0], { failureReason: 'No data found in the window' }),
      {},
      'empty',
    ],
    [
      'CANCELLED because it could not work has failed',
      report('CANCELLED', [0, 0, 0], { failureReason: 'The AI integration refused the API key (401).' }),
      {},
      'failed',
    ],
    [
      'also if its counts moved before, and if we asked for a cancel at the same time',
      report('CANCELLED', [3, 0, 0], { failureReason: 'model call failing' }),
      { cancelledBy: 'request' },
      'failed',
    ],
    [
      'CANCELLED by a person, as its reason says, was cancelled elsewhere',
      report('CANCELLED', [0, 0, 0], { failureReason: 'The run was cancelled by a user.' }),
      {},
      'cancelled-elsewhere',
    ],
  ];
  test.each(cases)('%s', (_title, run, context, kind) => {
    expect(classifyRun(run, context).kind).toBe(kind);
  });

  test.each([
    'All spans are already labelled.',
    'Labels already exist for all 12 spans',
    'every example was already evaluated',
    'There is nothing left to do.',
    'set override_evaluations to evaluate again',
  ])('CANCELLED 0/0/0 because of "%s" is nothing to do', (failureReason) => {
    expect(classifyRun(report('CANCELLED', [0, 0, 0], { failureReason })).kind).toBe('nothing-to-do');
  });

  test.each([
    'The evaluator was already deleted',
    'The evaluation had already failed',
    'labels cannot be written: the request was already refused',
    'already',
    'something new',
  ])('CANCELLED because of "%s" is no success', (failureReason) => {
    expect(verdictOf(classifyRun(report('CANCELLED', [0, 0, 0], { failureReason })))).not.toBe('good');
  });

  test('the error share is the part of errors among all that was looked at', () => {
    expect(classifyRun(report('COMPLETED', [6, 2, 0])).errorShare).toBe(0.25);
    expect(classifyRun(report('COMPLETED', [0, 0, 0])).errorShare).toBe(0);
  });

  test('the reason of the server is kept', () => {
    expect(classifyRun(report('FAILED', [0, 0, 0], { failureReason: 'no quota' })).reason).toBe('no quota');
  });
});

describe('verdictOf', () => {
  const cases: [OutcomeKind, number, Tolerance, Verdict][] = [
    ['succeeded', 0, {}, 'good'],
    ['nothing-to-do', 0, {}, 'good'],
    ['succeeded-with-errors', 0.1, {}, 'errors'],
    ['succeeded-with-errors', 0.1, { maxErrorShare: 0.1 }, 'good'],
    ['succeeded-with-errors', 0.11, { maxErrorShare: 0.1 }, 'errors'],
    ['empty', 0, {}, 'failed'],
    ['empty', 0, { allowEmpty: true }, 'good'],
    ['truncated', 0, {}, 'good'],
    ['truncated', 0, { allowTruncated: false }, 'failed'],
    ['failed', 0, { maxErrorShare: 1, allowEmpty: true }, 'failed'],
    ['gone', 0, {}, 'failed'],
    ['timed-out-cancelled', 0, {}, 'failed'],
    ['timed-out-detached', 0, {}, 'running'],
    ['cancelled-by-us', 0, {}, 'cancelled'],
    ['cancelled-elsewhere', 0, {}, 'cancelled'],
    ['cancel-unconfirmed', 0, {}, 'cancelled'],
  ];
  test.each(cases)('%s with an error share of %d under %j is %s', (kind, errorShare, tolerance, verdict) => {
    expect(verdictOf({ kind, errorShare, reason: null }, tolerance)).toBe(verdict);
  });
});
