import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../../../src/model/api/task-run.js';
import { NO_PROGRESS, firstProgress } from '../../../../src/model/run/await-runs.js';
import type { AwaitRunsRequest, PollResult } from '../../../../src/model/run/await-runs.js';
import { newCrowd } from '../../../../src/model/run/watch/crowd.js';
import type { Movement } from '../../../../src/model/run/movement.js';
import {
  DEFAULT_POLL_POLICY,
  MIN_SHARED_POLL_MS,
  PATIENCE_MS,
  pollPolicyOf,
} from '../../../../src/model/run/polling.js';
import type { WaitProgress } from '../../../../src/model/run/progress.js';
import { registerProblem, shardOf, waiterKey, waiterOf } from '../../../../src/model/run/watch/waiter.js';
import type { Waiter } from '../../../../src/model/run/watch/waiter.js';
import {
  afterSight,
  firstSight,
  patienceOver,
  untilNextLookMs,
  waitsOver as waitsOverAt,
  watchDelayMs,
} from '../../../../src/model/run/watch/watch-look.js';
import {
  afterReport,
  newWatch,
  nextLookMs,
  replacementMs,
  waitersOf,
  watchTaskProblem,
  withWaiters,
  withoutOver,
} from '../../../../src/model/run/watch/watch.js';

const MINUTE_MS = 60_000;
const COUNTS = { successes: 1, errors: 0, skipped: 0 };
const RUN_ID = 'VGFza1J1bjoxOmFiY2Q=';

const movement = (runId: string, more: Partial<Movement> = {}): Movement => ({
  ...{ runId, status: 'RUNNING', counts: COUNTS, sinceMs: 0, seenMs: 0, longestMs: 0 },
  ...more,
});
const waiter = (runId: string, more: Partial<Waiter> = {}): Waiter => ({
  workflowId: `w-${runId}`,
  executionId: 'x',
  activityId: '1',
  runId,
  poll: pollPolicyOf(5000),
  sinceMs: 0,
  untilMs: 60 * MINUTE_MS,
  registeredMs: 0,
  stalledAfterMs: 30 * MINUTE_MS,
  endsWhenStalled: false,
  moved: movement(runId),
  ...more,
});
const report = (runId: string, more: Partial<RunReport> = {}): RunReport =>
  ({ runId, status: 'RUNNING', counts: COUNTS, ...more }) as RunReport;
const seen = (...reports: RunReport[]): PollResult => ({ reports, missing: [] });
const lookAt = (before: WaitProgress, nowMs: number, sight: PollResult): WaitProgress =>
  afterSight(before, sight, nowMs);
const first = (waiters: Waiter[], memory = NO_PROGRESS): WaitProgress =>
  firstSight({ taskId: 't', waiters, memory, dueMs: 0, firstExecutionId: 'x' }, 0);
const waitsOver = (waiters: Waiter[], sight: PollResult, memory: WaitProgress, nowMs = 0) =>
  waitsOverAt(waiters, sight, memory, nowMs);
const keyOf = (runId: string): string => waiterKey(waiter(runId));

describe('a wait registers', () => {
  const request: AwaitRunsRequest = {
    ...{ taskId: 't', runIds: ['a'], poll: DEFAULT_POLL_POLICY, sliceMs: MINUTE_MS, isShared: true },
  };
  const activity = { workflowId: 'w', executionId: 'x', activityId: '1' };
  const clock = { nowMs: 5000, elapsedMs: 2000 };
  const progress = { ...firstProgress(request), runs: [movement('a')] };

  test('with the times of its own slice', () => {
    expect(waiterOf(activity, request, progress, clock)).toMatchObject({
      ...{ runId: 'a', sinceMs: 3000, untilMs: 3000 + MINUTE_MS, registeredMs: 5000 },
    });
  });

  test.each([
    ['it did not see its run', request, { ...progress, runs: [] }],
    ['its look failed', request, { ...progress, failuresInARow: 1 }],
    ['its task is not known', { ...request, taskId: null }, progress],
    ['it waits for many runs', { ...request, runIds: ['a', 'b'] }, progress],
  ])('never if %s', (_why, asked, known) => {
    expect(waiterOf(activity, asked, known, clock)).toBeNull();
  });

  test('as something that a watcher takes', () => {
    const real = { ...request, runIds: [RUN_ID], newForMs: MINUTE_MS };
    const known = { ...progress, runs: [movement(RUN_ID)] };
    expect(registerProblem([waiterOf(activity, real, known, clock)])).toBeNull();
    expect(registerProblem([waiterOf(activity, real, { ...known, found: [RUN_ID] }, clock)])).toBeNull();
  });

  test('and says whether its run was seen, or is new', () => {
    const asked = { ...request, newForMs: MINUTE_MS };
    expect(waiterOf(activity, asked, progress, clock)?.newUntilMs).toBe(3000 + MINUTE_MS);
    expect(waiterOf(activity, asked, { ...progress, found: ['a'] }, clock)?.newUntilMs).toBeUndefined();
  });
});

describe('a watcher', () => {
  const real = (more: Partial<Waiter> = {}): Waiter => waiter(RUN_ID, { moved: movement(RUN_ID), ...more });

  test('takes each waiter once, and passes over what is none', () => {
    const watch = withWaiters(withWaiters(newWatch({ taskId: 't' }), [real(), { workflowId: 7 }]), [
      real({ registeredMs: 9 }),
    ]);
    expect(waitersOf(watch)).toEqual([real({ registeredMs: 9 })]);
    expect(withWaiters(watch, 'x')).toEqual(watch);
    expect(registerProblem([real(), { workflowId: 7 }])).toContain('waiters[1]');
  });

  test('forgets waiters whose slices are over, and those that were told', () => {
    const watch = withWaiters(newWatch({ taskId: 't' }), [real(), real({ activityId: '2', untilMs: 10 })]);
    expect(waitersOf(withoutOver(watch, 10))).toEqual([real()]);
    const after = afterReport(watch, { told: [waiterKey(real())], memory: NO_PROGRESS, dueMs: 50 });
    expect(waitersOf(after).map(({ activityId }) => activityId)).toEqual(['2']);
    expect(after.dueMs).toBe(50);
  });

  test('looks at newcomers when they would look themselves, unless the service asked for more', () => {
    const watch = withWaiters(newWatch({ taskId: 't' }), [
      real(),
      real({ activityId: '2', registeredMs: 700 }),
    ]);
    expect(replacementMs(watch, new Set(Object.keys(watch.waiters)))).toBeNull();
    expect(replacementMs(watch, new Set([waiterKey(real())]))).toBe(5700);
    const memory = { ...NO_PROGRESS, failuresInARow: 1 };
    const held = afterReport(watch, { told: [], memory, dueMs: 90_000 });
    expect(replacementMs(held, new Set([waiterKey(real())]))).toBe(90_000);
  });

  test('begins with the first look that one of its waiters would make', () => {
    const watch = withWaiters(newWatch({ taskId: 't' }), [real({ registeredMs: 700 })]);
    expect(nextLookMs(watch, new Set())).toBe(5700);
    const other = withWaiters({ ...watch, dueMs: 60_000 }, [real({ activityId: '2' })]);
    expect(nextLookMs(other, new Set([waiterKey(real())]))).toBe(5000);
    expect(nextLookMs(other, new Set(Object.keys(other.waiters)))).toBe(60_000);
    expect(nextLookMs({ ...other, notBeforeMs: 90_000 }, new Set())).toBe(90_000);
  });

  test('refuses an input that is not its own', () => {
    expect(watchTaskProblem({ taskId: RUN_ID })).toBeNull();
    expect(watchTaskProblem({ taskId: 7 })).toContain('taskId');
    expect(watchTaskProblem({})).toContain('taskId');
  });
});

describe('a look of a watcher', () => {
  const many = (waits: number, poll = DEFAULT_POLL_POLICY) =>
    Array.from({ length: waits }, (_, at) => waiter(`run-${at}`, { poll }));

  test('ends the waits whose runs have ended, each with its own run', () => {
    const waiters = [waiter('a'), waiter('b'), waiter('c')];
    const sight = seen(report('a', { status: 'FAILED' }), report('b'), report('c', { status: 'COMPLETED' }));
    const over = waitsOver(waiters, sight, lookAt(first(waiters), 5000, sight));
    expect(over.map(({ waiter: { runId }, result }) => [runId, result.ended])).toEqual([
      ['a', [report('a', { status: 'FAILED' })]],
      ['c', [report('c', { status: 'COMPLETED' })]],
    ]);
  });

  test('ends a wait whose run is missing at three looks in a row, also if others took its place in between', () => {
    const waiters = [waiter('a'), waiter('b')];
    const sight: PollResult = { reports: [report('b')], missing: ['a'] };
    const once = lookAt(first(waiters), 5000, sight);
    const twice = lookAt(first(waiters, once), 10_000, sight);
    expect(waitsOver(waiters, sight, twice)).toEqual([]);
    const thrice = lookAt(first(waiters, twice), 15_000, sight);
    expect(waitsOver(waiters, sight, thrice).map(({ result }) => result.gone)).toEqual([['a']]);
  });

  test('ends no wait for a run that nobody has seen yet, since it may not be visible, until a minute has passed', () => {
    const waiters = [waiter('a', { newUntilMs: MINUTE_MS })];
    const sight: PollResult = { reports: [], missing: ['a'] };
    const looks = [1, 2, 3].reduce((before, at) => lookAt(before, at * 1000, sight), first(waiters));
    expect(waitsOver(waiters, sight, looks, 3000)).toEqual([]);
    expect(waitsOver(waiters, sight, looks, MINUTE_MS).map(({ result }) => result.gone)).toEqual([['a']]);
  });

  test('says nothing of a run that it did not see', () => {
    const waiters = [waiter('a'), waiter('b')];
    const after = lookAt(first(waiters), 5000, seen(report('b')));
    expect(waitsOver(waiters, seen(report('b')), after)).toEqual([]);
    expect(after.runs).toContainEqual(movement('a'));
  });

  test('knows for how long a run stood still when another look took its place', () => {
    const waiters = [waiter('a', { endsWhenStalled: true }), waiter('b')];
    const once = lookAt(first(waiters), 10 * MINUTE_MS, seen(report('a'), report('b')));
    const last = seen(report('a'), report('b'));
    const later = lookAt(first(waiters, once), 30 * MINUTE_MS, last);
    const [over, ...others] = waitsOver(waiters, last, later);
    expect(others).toEqual([]);
    expect(over?.result).toMatchObject({ stalled: ['a'], moved: [{ longestMs: 30 * MINUTE_MS }] });
  });

  test('counts the time without movement for each waiter from its own first look', () => {
    const early = waiter('a', { endsWhenStalled: true });
    const seenMs = 20 * MINUTE_MS;
    const late = waiter('a', {
      ...{ workflowId: 'late', endsWhenStalled: true, moved: movement('a', { sinceMs: seenMs, seenMs }) },
    });
    const sight = seen(report('a'));
    const after = lookAt(first([early, late]), 30 * MINUTE_MS, sight);
    const over = waitsOver([early, late], sight, after);
    expect(over.map(({ waiter: { workflowId } }) => workflowId)).toEqual(['w-a']);
  });

  test('ends only the waits that have borne refusals for ten minutes themselves', () => {
    const late = waiter('b', { registeredMs: MINUTE_MS });
    const memory = { ...NO_PROGRESS, failuresInARow: 9, refusedSinceMs: 0 };
    const refused = { type: 'AxForbidden', message: 'no', details: [] };
    const over = patienceOver([waiter('a'), late], memory, refused, PATIENCE_MS);
    expect(over.map(({ waiter: { runId }, result }) => [runId, result.refused])).toEqual([['a', refused]]);
  });

  test('is followed by the next after the smallest interval that any waiter asks for', () => {
    const adaptive = waiter('a', { poll: DEFAULT_POLL_POLICY });
    expect(watchDelayMs([adaptive], NO_PROGRESS, 10 * MINUTE_MS, null, 0.5)).toBe(60_000);
    expect(watchDelayMs([adaptive, waiter('b')], NO_PROGRESS, 10 * MINUTE_MS, null, 0.5)).toBe(4717);
    const failed = { ...NO_PROGRESS, failuresInARow: 1 };
    expect(watchDelayMs([adaptive, waiter('b')], failed, 0, 70_000, 0.5)).toBe(70_000);
  });

  test('is followed sooner by the next the more waits share it, which together ask far less than each alone', () => {
    const delay = (waiters: Waiter[]) => watchDelayMs(waiters, NO_PROGRESS, 10 * MINUTE_MS, null, 0.5);
    expect([10, 20, 60, 100, 300].map((waits) => delay(many(waits)))).toEqual([
      ...[60_000, 30_000, 10_000, 6000, 6000],
    ]);
    expect(delay(many(60, pollPolicyOf(5000)))).toBe(4717);
    expect(watchDelayMs(many(300), NO_PROGRESS, 1000, null, 0.5)).toBe(MIN_SHARED_POLL_MS);
    const failed = { ...NO_PROGRESS, failuresInARow: 1 };
    expect(watchDelayMs(many(300), failed, 0, 70_000, 0.5)).toBe(70_000);
  });

  test('comes sooner still where waits are young, and not where they fixed the interval', () => {
    const delayMs = (elapsedMs: number, poll = DEFAULT_POLL_POLICY) =>
      watchDelayMs(many(20, poll), NO_PROGRESS, elapsedMs, null, 0.5);
    expect([40_000, 60_000].map((elapsedMs) => delayMs(elapsedMs))).toEqual([800, 3000]);
    expect(delayMs(40_000, pollPolicyOf(1000))).toBe(943);
  });

  test('keeps its interval although it was late and took a while, and leaves half a second after it', () => {
    expect(untilNextLookMs(5000, 0)).toBe(5000);
    expect(untilNextLookMs(5000, 1200)).toBe(3800);
    expect(untilNextLookMs(5000, 60_000)).toBe(MIN_SHARED_POLL_MS);
  });
});

describe('a crowd', () => {
  test('counts each run once, while its wait may come back', () => {
    const crowd = newCrowd();
    for (const runId of ['a', 'a', 'b']) crowd.note('t', runId, 100);
    crowd.note('other', 'c', 100);
    expect(crowd.sizeOf('t', 100)).toBe(2);
    crowd.forget('t', 'a');
    expect(crowd.sizeOf('t', 100)).toBe(1);
    expect(crowd.sizeOf('t', 101)).toBe(0);
  });

  test('has one watcher for some hundreds of waits, and then more', () => {
    const runIds = Array.from({ length: 1000 }, (_, at) => `run-${at}`);
    const shardsFor = (waits: number) => new Set(runIds.map((runId) => shardOf(runId, waits))).size;
    expect([1, 300, 301, 1000].map(shardsFor)).toEqual([1, 1, 2, 4]);
  });
});

test('a waiter is known by its activity', () => {
  expect(keyOf('a')).not.toBe(keyOf('b'));
});
