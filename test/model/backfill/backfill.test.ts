import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WINDOW_STATES } from '../../../src/model/backfill/backfill.js';
import type { BackfillOptions, BackfillPlan, WindowState } from '../../../src/model/backfill/backfill.js';
import { lettersOf, statesIn, windowsByState } from '../../../src/model/backfill/backfill-board.js';
import type { BackfillBoard } from '../../../src/model/backfill/backfill-board.js';
import { fateOf, tooManyFailures } from '../../../src/model/backfill/backfill-end.js';
import type { WindowEnd } from '../../../src/model/backfill/backfill-end.js';
import { capReached, nextWindows } from '../../../src/model/backfill/backfill-next.js';
import { backfillVerdict, boardResult } from '../../../src/model/backfill/backfill-summary.js';
import type { OutcomeKind } from '../../../src/model/run/outcome.js';
import type { RunCounts, RunReport } from '../../../src/model/api/task-run.js';
import { NO_COUNTS, totalOf } from '../../../src/model/api/task-run.js';
import { windowsIn } from '../../../src/model/backfill/window-list.js';
import { DEFAULT_BACKFILL_OPTIONS } from '../../../src/model/backfill/default-backfill-options.js';

const HOUR_MS = 3_600_000;

const options: BackfillOptions = {
  ...DEFAULT_BACKFILL_OPTIONS,
  minSliceMs: HOUR_MS / 4,
  attempts: 2,
  settleMs: 0,
};
const plan = (more: Partial<BackfillOptions> = {}, maxSpans: number | null = 100): BackfillPlan => ({
  task: { id: 'T', name: 'task' },
  evaluators: '',
  range: { dataStartTime: '', dataEndTime: '' },
  timeZone: 'UTC',
  slice: '1h',
  windows: [],
  maxSpans,
  overrideEvaluations: false,
  options: { ...options, ...more },
});
const hour = (at: number) => ({ startMs: at * HOUR_MS, endMs: (at + 1) * HOUR_MS });

/** A board of windows in these states (letters); what is under way has a run. */
function board(
  letters: string,
  more: Partial<BackfillOptions> = {},
  rest: Partial<BackfillBoard> = {},
): BackfillBoard {
  const states = statesIn(letters);
  const underWay = states.filter((state) => state === 'running').length;
  return {
    plan: plan(more),
    windows: states.map((_state, at) => hour(at)),
    planned: states.length,
    states,
    limit: more.limit ?? options.limit,
    underWay,
    triggering: 0,
    runs: states.filter((state) => state !== 'waiting').length,
    counts: NO_COUNTS,
    unseen: 0,
    ...rest,
  };
}
/** The first hour of five, split, and its halves. */
const withHalves = (more: Partial<BackfillOptions> = {}): BackfillBoard =>
  board('t......', more, {
    planned: 5,
    windows: [
      ...[0, 1, 2, 3, 4].map(hour),
      { startMs: 0, endMs: HOUR_MS / 2 },
      { startMs: HOUR_MS / 2, endMs: HOUR_MS },
    ],
  });

test('states are handed on as one letter each', () => {
  const letters = Object.values(WINDOW_STATES).join('');
  expect(lettersOf(statesIn(letters))).toBe(letters);
});

describe('the windows to begin', () => {
  test.each([
    ['the oldest first', board('s.r..', { limit: 3 }), [1, 3]],
    ['or the newest', board('..r.s', { limit: 3, order: 'newest-first' }), [3, 1]],
    ['none beyond the limit', board('rr..', { limit: 2 }), []],
    ['none at a limit that was lowered', board('rrr.', { limit: 1 }), []],
    ['the canaries alone', board('....', { canary: 2 }), [0, 1]],
    [
      'the newest canaries, where the newest come first',
      board('....', { canary: 1, order: 'newest-first' }),
      [3],
    ],
    ['nothing else for as long as a canary runs', board('sr..', { canary: 2 }), []],
    ['all others once the canaries have ended, however they ended', board('sf..', { canary: 2 }), [2, 3]],
    ['halves before all others', withHalves({ limit: 3 }), [5, 6, 1]],
    ['halves of canaries as canaries', withHalves({ canary: 1 }), [5, 6]],
    ['as many as the cap of runs allows', board('ss....', { maxRuns: 4 }), [2, 3]],
    [
      'as many as the cap of spans bears',
      board('sr....', { maxSpansInAll: 300 }, { counts: counts(50) }),
      [2],
    ],
    [
      'none where runs that were left to go on may need what is left of the cap of spans',
      board('ff..', { maxSpansInAll: 300 }, { counts: counts(50), unseen: 2 }),
      [],
    ],
    [
      'none where a trigger of unknown fate may have made the last run',
      board('su..', { maxRuns: 2 }, { runs: 1 }),
      [],
    ],
    ['none beside a crowd of triggers', board(`${'r'.repeat(17)}..`, { limit: 99 }, { triggering: 17 }), []],
    [
      'so many that no crowd of triggers is under way',
      board(`${'r'.repeat(16)}${'.'.repeat(40)}`, { limit: 99 }, { triggering: 16 }),
      Array.from({ length: 16 }, (_each, nth) => 16 + nth),
    ],
  ])('are %s', (_what, given, expected) => {
    expect(nextWindows(given)).toEqual(expected);
  });

  test('never exceed limit or caps, and are all waiting', () => {
    const letters = fc.string({ unit: fc.constantFrom('.', 'r', 's', 'f', 'e'), maxLength: 60 });
    const caps = fc.option(fc.integer({ min: 1, max: 80 }));
    fc.assert(
      fc.property(
        letters,
        fc.integer({ min: 1, max: 30 }),
        caps,
        caps,
        fc.nat(5),
        (text, limit, maxRuns, spans, canary) => {
          const maxSpansInAll = spans === null ? null : spans * 100;
          const given = board(text, { limit, maxRuns, maxSpansInAll, canary }, { counts: counts(150) });
          const next = nextWindows(given);
          expect(next.every((at) => given.states[at] === 'waiting')).toBe(true);
          expect(new Set(next).size).toBe(next.length);
          if (next.length === 0) return;
          expect(given.underWay + next.length).toBeLessThanOrEqual(limit);
          expect(given.runs + next.length).toBeLessThanOrEqual(maxRuns ?? Infinity);
          expect(150 + (given.underWay + next.length) * 100).toBeLessThanOrEqual(maxSpansInAll ?? Infinity);
        },
      ),
    );
  });
});

describe('a cap', () => {
  test('of runs is reached once so many were triggered', () => {
    expect(capReached(board('ss..', { maxRuns: 2 }))).toContain('cap of 2 runs');
    expect(capReached(board('ss..', { maxRuns: 2 }, { runs: 1, triggering: 1 }))).toBeNull();
  });

  test('of spans is reached only when nothing runs that may leave room', () => {
    expect(capReached(board('sr..', { maxSpansInAll: 200 }, { counts: counts(50) }))).toBeNull();
    expect(capReached(board('ss..', { maxSpansInAll: 200 }, { counts: counts(101) }))).toContain(
      'cap of 200 spans',
    );
  });
});

function counts(successes: number, errors = 0): RunCounts {
  return { successes, errors, skipped: 0 };
}
const run = (given: RunCounts, status: RunReport['status'] = 'COMPLETED'): RunReport => ({
  runId: 'R',
  taskId: 'T',
  status,
  counts: given,
  experimentId: null,
  failureReason: null,
  dataStartTime: '1970-01-01T00:00:00.000Z',
  dataEndTime: '1970-01-01T01:00:00.000Z',
  createdAt: '2026-11-01T00:00:00.000Z',
  startedAt: null,
  finishedAt: null,
});
const end = (kind: OutcomeKind, more: Partial<WindowEnd> = {}): WindowEnd => ({
  window: hour(0),
  run: run(counts(10)),
  outcome: { kind, errorShare: 0.5, reason: null },
  attempts: 1,
  ...more,
});

describe('a window whose run ended', () => {
  test.each<[OutcomeKind, WindowState]>([
    ['succeeded', 'evaluated'],
    ['nothing-to-do', 'nothingToDo'],
    ['empty', 'empty'],
    ['succeeded-with-errors', 'errors'],
    ['failed', 'waiting'],
    ['gone', 'waiting'],
    ['cancelled-elsewhere', 'cancelled'],
    ['cancel-unconfirmed', 'cancelled'],
    ['timed-out-cancelled', 'failed'],
    ['timed-out-detached', 'failed'],
  ])('as %s is %s', (kind, state) => {
    expect(fateOf(end(kind), plan()).state).toBe(state);
  });

  test('with no more errors than are allowed is evaluated', () => {
    expect(fateOf(end('succeeded-with-errors'), plan({ tolerance: { maxErrorShare: 0.5 } })).state).toBe(
      'evaluated',
    );
  });

  test('has failed when it was tried as often as is allowed, or trying cannot help', () => {
    expect(fateOf(end('failed', { attempts: 2 }), plan())).toEqual({ state: 'failed', problem: 'failed' });
    expect(fateOf(end('failed', { isFinal: true }), plan()).state).toBe('failed');
  });

  test.each([
    ['without errors', counts(100), 'truncated'],
    ['with errors', counts(60, 40), 'succeeded-with-errors'],
  ] as const)('at its bound, %s, is split at its middle', (_what, given, kind) => {
    expect(fateOf(end(kind, { run: run(given) }), plan())).toEqual({
      state: 'split',
      halves: [
        { startMs: 0, endMs: HOUR_MS / 2 },
        { startMs: HOUR_MS / 2, endMs: HOUR_MS },
      ],
    });
  });

  test('at its bound, and too short to be split, is truncated', () => {
    const short = end('truncated', { run: run(counts(100)), window: { startMs: 0, endMs: HOUR_MS / 4 } });
    expect(fateOf(short, plan())).toEqual({ state: 'truncated', problem: 'truncated' });
  });

  test('that failed at its bound is not split', () => {
    expect(fateOf(end('failed', { run: run(counts(100), 'FAILED') }), plan()).state).toBe('waiting');
  });

  test('is split into halves that cover it once, neither shorter than allowed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.nat(1e8),
        (startMs, lengthMs, minSliceMs) => {
          const window = { startMs, endMs: startMs + lengthMs };
          const fate = fateOf(end('truncated', { run: run(counts(100)), window }), plan({ minSliceMs }));
          if (fate.state !== 'split') return;
          const [first, second] = fate.halves;
          expect([first.startMs, first.endMs, second.endMs]).toEqual([startMs, second.startMs, window.endMs]);
          for (const half of fate.halves)
            expect(half.endMs - half.startMs).toBeGreaterThanOrEqual(Math.max(1, Math.floor(minSliceMs)));
        },
      ),
    );
  });
});

test('failures are too many from their share on, once enough windows have ended', () => {
  const failures = { share: 0.5, after: 4, then: 'pause' } as const;
  const of = (letters: string) => tooManyFailures(windowsByState(statesIn(letters)), failures);
  expect(of('fff....')).toBeNull();
  expect(of('sssf')).toBeNull();
  expect(of('sufTtr.')).toBe('3 of 4 windows failed');
  expect(tooManyFailures(windowsByState(statesIn('ffff')), null)).toBeNull();
});

test('a result lists what did not end well, what never began and what is unresolved, halves in the place of split windows', () => {
  const result = boardResult({ ...withHalves(), states: statesIn('tsu.wsT') });
  expect(windowsIn(result.failed)).toEqual([{ startMs: HOUR_MS / 2, endMs: HOUR_MS }, hour(4)]);
  expect(windowsIn(result.notBegun)).toEqual([hour(3)]);
  expect(windowsIn(result.unresolved)).toEqual([hour(2)]);
});

test.each([
  ['sne', false, 'good'],
  ['snt', false, 'good'],
  ['sw', false, 'errors'],
  ['swf', false, 'failed'],
  ['s.', false, 'failed'],
  ['sT', false, 'failed'],
  ['su', false, 'failed'],
  ['ss', true, 'cancelled'],
])('windows %s (cancelled: %s) make the verdict %s', (letters, wasCancelled, verdict) => {
  expect(backfillVerdict(windowsByState(statesIn(letters)), wasCancelled)).toBe(verdict);
});

test('the bound of a run without one of its own is that of the service', () => {
  const full = end('truncated', { run: run(counts(10_000)) });
  expect(totalOf(full.run?.counts ?? NO_COUNTS)).toBe(10_000);
  expect(fateOf(full, plan({}, null)).state).toBe('split');
});
