import { describe, expect, test } from 'vitest';
import { coverageEntryOf } from '../../../src/model/coverage/coverage-entry.js';
import type { CoverageContext } from '../../../src/model/coverage/coverage-entry.js';
import type { CoverageState } from '../../../src/model/coverage/coverage.js';
import type { RunReport } from '../../../src/model/api/task-run.js';

const context: CoverageContext = { evaluators: 'a@1', maxSpans: 100, workflowId: 'w', tolerance: {} };

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
    dataStartTime: '2026-11-01T00:00:00.000Z',
    dataEndTime: '2026-11-02T00:00:00.000Z',
    createdAt: '2026-11-02T02:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    ...more,
  };
}

const createdAt = (text: string): Partial<RunReport> => ({ createdAt: text });

describe('coverageEntryOf', () => {
  test('keeps what the ledger must know of a run', () => {
    expect(coverageEntryOf(report('COMPLETED', [9, 0, 1]), context)).toEqual({
      startMs: Date.parse('2026-11-01T00:00Z'),
      endMs: Date.parse('2026-11-02T00:00Z'),
      runId: 'run',
      state: 'evaluated',
      counts: { successes: 9, errors: 0, skipped: 1 },
      createdMs: Date.parse('2026-11-02T02:00Z'),
      evaluators: 'a@1',
      maxSpans: 100,
      workflowId: 'w',
    });
  });

  test.each<[string, RunReport, Partial<CoverageContext>, CoverageState]>([
    ['a run that ended well', report('COMPLETED', [9, 0, 0]), {}, 'evaluated'],
    ['a run with errors', report('COMPLETED', [9, 1, 0]), {}, 'errors'],
    [
      'a run with errors that are borne',
      report('COMPLETED', [9, 1, 0]),
      { tolerance: { maxErrorShare: 0.1 } },
      'evaluated',
    ],
    ['a run at its bound', report('COMPLETED', [100, 0, 0]), {}, 'truncated'],
    [
      'a run at its bound that may be, for a pipeline',
      report('COMPLETED', [100, 0, 0]),
      { tolerance: { allowTruncated: true } },
      'truncated',
    ],
    ['a run at its bound with errors', report('COMPLETED', [60, 20, 20]), {}, 'truncated'],
    [
      'a run at its bound with errors that are borne',
      report('COMPLETED', [99, 1, 0]),
      { tolerance: { maxErrorShare: 0.1 } },
      'truncated',
    ],
    [
      'a run at the service’s bound, where its own is not known',
      report('COMPLETED', [10_000, 0, 0]),
      { maxSpans: null },
      'truncated',
    ],
    ['a failed run at its bound', report('FAILED', [100, 0, 0]), {}, 'failed'],
    ['a cancelled run at its bound', report('CANCELLED', [100, 0, 0]), {}, 'failed'],
    ['a cancelled run', report('CANCELLED', [0, 0, 0]), {}, 'failed'],
    [
      'a run over what was labelled already',
      report('CANCELLED', [0, 0, 0], { failureReason: 'already evaluated' }),
      {},
      'evaluated',
    ],
    ['an empty run two hours after its window', report('COMPLETED', [0, 0, 0]), {}, 'empty'],
    [
      'an empty run a moment sooner',
      report('COMPLETED', [0, 0, 0], createdAt('2026-11-02T01:59:59.999Z')),
      {},
      'early',
    ],
    ['a refused empty run', report('CANCELLED', [0, 0, 0], { failureReason: 'No data found' }), {}, 'empty'],
  ])('%s', (_title, run, more, state) => {
    expect(coverageEntryOf(run, { ...context, ...more })?.state).toBe(state);
  });

  test('a run proves nothing of the time after its creation', () => {
    const run = report('COMPLETED', [9, 0, 0], createdAt('2026-11-01T18:00:00Z'));
    expect(coverageEntryOf(run, context)).toMatchObject({
      endMs: Date.parse('2026-11-01T18:00Z'),
      state: 'evaluated',
    });
  });

  test('an empty run made within its window is early over all that it saw', () => {
    const run = report('COMPLETED', [0, 0, 0], createdAt('2026-11-01T18:00:00Z'));
    expect(coverageEntryOf(run, context)).toMatchObject({
      endMs: Date.parse('2026-11-01T18:00Z'),
      state: 'early',
    });
  });

  test.each([
    ['that goes on', report('RUNNING', [9, 0, 0])],
    ['of a status that is not known', report('UNKNOWN', [9, 0, 0])],
    ['without a window', report('COMPLETED', [9, 0, 0], { dataStartTime: null, dataEndTime: null })],
    ['whose window has no zone', report('COMPLETED', [9, 0, 0], { dataStartTime: '2026-11-01T00:00:00' })],
    ['made before its window', report('COMPLETED', [0, 0, 0], createdAt('2026-11-01T00:00:00Z'))],
    [
      'whose window ends before it begins',
      report('COMPLETED', [9, 0, 0], { dataEndTime: '2026-10-01T00:00:00Z' }),
    ],
  ])('a run %s says nothing', (_title, run) => {
    expect(coverageEntryOf(run, context)).toBeNull();
  });
});
