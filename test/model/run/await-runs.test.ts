import { describe, expect, test } from 'vitest';
import {
  NO_PROGRESS,
  afterFailedLook,
  afterPoll as afterPollAt,
  delayAfter,
  resultOfLook,
} from '../../../src/model/run/await-runs.js';
import { DEFAULT_STALLED_AFTER_MS, newlyStalled } from '../../../src/model/run/movement.js';
import {
  DEFAULT_POLL_POLICY,
  PATIENCE_MS,
  isPatienceOver,
  pollPolicyOf,
} from '../../../src/model/run/polling.js';
import type { PollPolicy } from '../../../src/model/run/polling.js';
import type { RunReport } from '../../../src/model/api/task-run.js';
import type { PollResult } from '../../../src/model/run/await-runs.js';
import type { WaitProgress } from '../../../src/model/run/progress.js';

const afterPoll = (before: WaitProgress, sight: PollResult): WaitProgress => afterPollAt(before, sight, 0);
const missing: PollResult = { reports: [], missing: ['run'] };
const refused = { problem: 'key refused', isRefusal: true };
const broken = { problem: 'broken', isRefusal: false };

describe('a run that is not found', () => {
  test('is gone only after three looks in a row', () => {
    const first = afterPoll(NO_PROGRESS, missing);
    const second = afterPoll(first, missing);
    const third = afterPoll(second, missing);
    expect([first, second, third].map((progress) => resultOfLook(missing, progress).gone)).toEqual([
      [],
      [],
      ['run'],
    ]);
  });

  test('is not gone when it was seen in between', () => {
    const seen: PollResult = { reports: [], missing: [] };
    const progress = [missing, missing, seen, missing].reduce(
      (before, sight) => afterPoll(before, sight),
      NO_PROGRESS,
    );
    expect(resultOfLook(missing, progress).gone).toEqual([]);
  });

  test('is not gone while it may be new, unless it was found before', () => {
    const found = { runId: 'run' } as RunReport;
    const lost = [missing, missing, missing].reduce((before, sight) => afterPoll(before, sight), NO_PROGRESS);
    expect(resultOfLook(missing, lost, () => true).gone).toEqual([]);
    const again = [{ reports: [found], missing: [] }, missing, missing, missing].reduce(
      (before, sight) => afterPoll(before, sight),
      NO_PROGRESS,
    );
    expect(resultOfLook(missing, again, () => true).gone).toEqual(['run']);
  });

  test('a failed look in between does not make it found', () => {
    const progress = afterPoll(afterFailedLook(afterPoll(NO_PROGRESS, missing), broken, 0), missing);
    expect(progress.notFound).toEqual({ run: 2 });
  });
});

describe('a refused key', () => {
  test('is borne until the grace time is over', () => {
    const first = afterFailedLook(NO_PROGRESS, refused, 1000);
    const later = afterFailedLook(first, refused, 1000 + PATIENCE_MS - 1);
    expect(isPatienceOver(later, 1000 + PATIENCE_MS - 1)).toBe(false);
    expect(isPatienceOver(later, 1000 + PATIENCE_MS)).toBe(true);
  });

  test('that was taken again in between starts a new grace time', () => {
    const healed = afterPoll(afterFailedLook(NO_PROGRESS, refused, 0), { reports: [], missing: [] });
    expect(isPatienceOver(afterFailedLook(healed, refused, PATIENCE_MS), PATIENCE_MS)).toBe(false);
  });
});

test('failures in a row are counted and forgotten after an answer', () => {
  const failed = afterFailedLook(afterFailedLook(NO_PROGRESS, broken, 0), broken, 0);
  expect(failed.failuresInARow).toBe(2);
  expect(afterPoll(failed, missing).failuresInARow).toBe(0);
});

describe('a run whose counts stand still', () => {
  const MINUTE_MS = 60_000;
  const report = (successes: number, status: RunReport['status'] = 'RUNNING'): PollResult => ({
    reports: [{ runId: 'run', status, counts: { successes, errors: 0, skipped: 0 } } as RunReport],
    missing: [],
  });
  /** What looks ten minutes apart amount to. */
  const after = (...looks: readonly PollResult[]): WaitProgress =>
    looks.reduce((before, look, at) => afterPollAt(before, look, at * 10 * MINUTE_MS), NO_PROGRESS);
  const stalled = (...looks: readonly PollResult[]): string[] =>
    resultOfLook(looks.at(-1) ?? missing, after(...looks), undefined, true).stalled;

  test('is stalled half an hour after the look that first saw them so', () => {
    expect(stalled(report(5), report(5), report(5))).toEqual([]);
    expect(stalled(report(5), report(5), report(5), report(5))).toEqual(['run']);
  });

  test('is not stalled any more once they move, and its longest time is remembered', () => {
    const looks = [report(5), report(5), report(5), report(5), report(6)];
    expect(stalled(...looks)).toEqual([]);
    expect(after(...looks).runs).toMatchObject([{ longestMs: 30 * MINUTE_MS }]);
  });

  test('moves if its status does', () => {
    expect(stalled(report(0, 'PENDING'), report(0, 'PENDING'), report(0), report(0))).toEqual([]);
  });

  test('is looked at as rarely as ever, unless the caller fixed the interval', () => {
    const progress = after(report(5), report(5), report(5), report(5));
    const delayMs = (poll: PollPolicy) => delayAfter(progress, poll, 10_000, null, 0.5);
    expect(delayMs(DEFAULT_POLL_POLICY)).toBe(60_000);
    expect(delayMs(pollPolicyOf(5000))).toBe(5000);
  });

  test('has ended, and is not stalled, if it ends', () => {
    const end = report(5, 'COMPLETED');
    expect(stalled(end, end, end, end)).toEqual([]);
  });

  test('is reported once for each time that it stands still', () => {
    const looks = [
      report(5),
      report(5),
      report(5),
      report(5),
      report(5),
      report(6),
      report(6),
      report(6),
      report(6),
    ];
    const states = looks.map((_, at) => after(...looks.slice(0, at + 1)).runs);
    const alarms = states.map(
      (now, at) => newlyStalled(states[at - 1] ?? [], now, DEFAULT_STALLED_AFTER_MS).length,
    );
    expect(alarms).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1]);
  });
});
