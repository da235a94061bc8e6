import { describe, expect, test } from 'vitest';
import { afterAttempt, isEmptyTry } from '../../../src/model/pipeline/attempts.js';
import type { AttemptEnd } from '../../../src/model/pipeline/attempts.js';
import type { EmptyCause, OutcomeKind } from '../../../src/model/run/outcome.js';
import type { RetryPolicy, Step } from '../../../src/model/pipeline/plan.js';
import type { RunResult } from '../../../src/model/run/run-result.js';
import type { Verdict } from '../../../src/model/run/verdict.js';
import { step } from '../../support/step.js';

const end = (kind: OutcomeKind, verdict: Verdict): AttemptEnd => ({
  result: { outcome: { kind, errorShare: 0, reason: kind }, verdict } as RunResult,
});
const retry: RetryPolicy = {
  attempts: 9,
  backoffMs: 1000,
  maxBackoffMs: 5000,
  on: ['failed', 'empty', 'refused'],
};
const after = (more: Partial<Step>, given: AttemptEnd, failed = 1, empty = 1) =>
  afterAttempt(step('a', more), given, { failed, empty });

describe('after a run that failed', () => {
  test('another one follows, later each time up to a bound', () => {
    const delays = [1, 2, 3, 4, 8].map((failed) => after({ retry }, end('failed', 'failed'), failed));
    expect(delays.map((each) => (each.then === 'again' ? each.afterMs : null))).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ]);
  });

  test('none follows where the attempts are used up, or its end is not worth one', () => {
    expect(after({ retry }, end('failed', 'failed'), 9)).toMatchObject({ then: 'end', state: 'failed' });
    expect(after({ retry }, end('gone', 'failed'))).toMatchObject({ then: 'end', state: 'failed' });
    expect(after({}, end('failed', 'failed'))).toMatchObject({ then: 'end', state: 'failed' });
  });

  test('none follows a good one, whatever its outcome', () => {
    expect(after({ retry }, end('empty', 'good'))).toMatchObject({ then: 'end', state: 'succeeded' });
  });
});

describe('after a refused trigger', () => {
  test('another follows only where certainly no run was started', () => {
    expect(after({ retry }, { refused: 'no', canBeTried: true, isUnresolved: false })).toMatchObject({
      then: 'again',
    });
    expect(after({ retry }, { refused: 'no', canBeTried: false, isUnresolved: true })).toMatchObject({
      then: 'end',
      reason: 'no',
    });
  });
});

describe('after a run that found nothing', () => {
  const onEmpty = { action: 'retry', afterMs: 60_000, attempts: 3, then: 'skip' } as const;

  test('onEmpty decides, and its attempts are its own', () => {
    expect(after({ retry, onEmpty }, end('empty', 'failed'), 9, 2)).toMatchObject({
      then: 'again',
      afterMs: 60_000,
    });
    expect(after({ retry, onEmpty }, end('empty', 'failed'), 1, 3)).toMatchObject({
      then: 'end',
      state: 'skipped',
    });
    expect(isEmptyTry(step('a', { onEmpty }), end('empty', 'failed'))).toBe(true);
    expect(isEmptyTry(step('a', { onEmpty }), end('empty', 'good'))).toBe(false);
  });

  test('onEmpty decides by cause, and otherwise if the cause is not named or not known', () => {
    const byCause = {
      action: 'by-cause',
      causes: { 'not-indexed': onEmpty, labelled: { action: 'skip' } },
      otherwise: { action: 'fail' },
    } as const;
    const emptyFor = (cause?: EmptyCause) => {
      const outcome = { kind: 'empty', errorShare: 0, reason: 'r', ...(cause && { cause }) };
      return after({ onEmpty: byCause }, { result: { outcome, verdict: 'failed' } as RunResult });
    };
    expect(emptyFor('not-indexed')).toMatchObject({ then: 'again', afterMs: 60_000 });
    expect(emptyFor('labelled')).toMatchObject({ then: 'end', state: 'skipped' });
    expect(emptyFor('no-match')).toMatchObject({ then: 'end', state: 'failed' });
    expect(emptyFor()).toMatchObject({ then: 'end', state: 'failed' });
  });

  test('it is a failure like others where the step says nothing about it', () => {
    expect(after({ retry }, end('empty', 'failed'))).toMatchObject({ then: 'again', afterMs: 1000 });
    expect(isEmptyTry(step('a', {}), end('empty', 'failed'))).toBe(false);
  });
});
