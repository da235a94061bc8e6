import { describe, expect, test } from 'vitest';
import {
  EXIT,
  exitCodeOfCancel,
  exitCodeOfFailure,
  exitCodeOfVerdict,
} from '../../../src/model/temporal/exit-codes.js';
import { FAILURES } from '../../../src/model/temporal/failure-types.js';
import type { OutcomeKind } from '../../../src/model/run/outcome.js';
import { verdictOf } from '../../../src/model/run/verdict.js';

describe('the exit code of a run that ended', () => {
  test.each([
    ['succeeded', {}, 0],
    ['started', {}, 0],
    ['nothing-to-do', {}, 0],
    ['truncated', {}, 0],
    ['truncated', { allowTruncated: false }, 1],
    ['succeeded-with-errors', {}, 7],
    ['succeeded-with-errors', { maxErrorShare: 0.5 }, 0],
    ['empty', {}, 1],
    ['empty', { allowEmpty: true }, 0],
    ['failed', {}, 1],
    ['gone', {}, 1],
    ['timed-out-cancelled', {}, 1],
    ['timed-out-detached', {}, 3],
    ['cancelled-by-us', {}, 6],
    ['cancelled-elsewhere', {}, 6],
    ['cancel-unconfirmed', {}, 6],
  ] as const)('%s with %j is %i', (kind, tolerance, code) => {
    const verdict = verdictOf({ kind, errorShare: 0.2, reason: null }, tolerance);
    expect(exitCodeOfVerdict(verdict)).toBe(code);
  });
});

test.each([
  ['cancelled-by-us', 0],
  ['cancelled-elsewhere', 0],
  ['succeeded', 0],
  ['failed', 0],
  ['gone', 0],
  ['cancel-unconfirmed', 1],
  ['timed-out-detached', 3],
] as const satisfies (readonly [OutcomeKind, number])[])(
  'a cancel that finds %s ends with %i: it fails where something may still go on',
  (kind, code) => {
    expect(exitCodeOfCancel(kind)).toBe(code);
  },
);

describe('the exit code of a failure', () => {
  test.each([
    ['AxInvalidRequest', 4],
    ['AxNoData', 1],
    ['AxAuthentication', 4],
    ['AxForbidden', 4],
    ['AxNotFound', 4],
    ['AxConflict', 4],
    ['AxUnprocessable', 4],
    ['AxRateLimit', 5],
    ['AxServer', 5],
    ['AxUnexpectedStatus', 5],
    ['AxNotSent', 5],
    ['AxAmbiguous', 5],
    ['AxBrokenAnswer', 5],
    ['InvalidInput', 2],
    ['NoUpdateFields', 2],
    ['AmbiguousName', 2],
    ['ResultTooLarge', 2],
    ['StillRunning', 3],
    ['TriggerUnresolved', 1],
    ['SomethingElse', 1],
    [null, 1],
  ])('%s is %i', (type, code) => {
    expect(exitCodeOfFailure(type)).toBe(code);
  });

  test('every failure type has one of the documented codes', () => {
    for (const type of Object.keys(FAILURES)) {
      expect(Object.values(EXIT)).toContain(exitCodeOfFailure(type));
    }
  });
});
