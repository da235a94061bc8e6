import { describe, expect, test } from 'vitest';
import { NO_PROGRESS, afterFailedLook, afterPoll, resultOfLook } from '../../../src/model/run/await-runs.js';
import { isPatienceOver, PATIENCE_MS } from '../../../src/model/run/polling.js';
import type { RunReport } from '../../../src/model/api/task-run.js';
import type { PollResult } from '../../../src/model/run/await-runs.js';

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
