import { expect, test } from 'vitest';
import { FAILURES } from '../../../src/model/temporal/failure-types.js';
import type { FailureType } from '../../../src/model/temporal/failure-types.js';
import { resendDelayMs, sortTriggerFailure } from '../../../src/model/run/trigger-answer.js';
import type { TriggerAnswer } from '../../../src/model/run/trigger-answer.js';

const SORTED: Record<string, TriggerAnswer['kind']> = {
  AxNotSent: 'not-sent',
  AxRateLimit: 'not-sent',
  AxConflict: 'conflict',
  AxNoData: 'no-data',
  AxInvalidRequest: 'refused',
  AxAuthentication: 'refused',
  AxForbidden: 'refused',
  AxNotFound: 'refused',
  AxUnprocessable: 'refused',
  AxUnexpectedStatus: 'refused',
  InvalidInput: 'refused',
  AmbiguousName: 'refused',
};

test.each(Object.keys(FAILURES) as FailureType[])('a trigger that failed with %s is sorted', (type) => {
  expect(sortTriggerFailure({ type, retryAfterMs: null }).kind).toBe(SORTED[type] ?? 'ambiguous');
});

test('a trigger whose activity timed out or died is ambiguous', () => {
  expect(sortTriggerFailure({ type: null, retryAfterMs: null }).kind).toBe('ambiguous');
});

test('a request that was not sent waits for Retry-After, else longer each time', () => {
  expect(resendDelayMs(3, 7000)).toBe(7000);
  expect([1, 2, 3, 100].map((n) => resendDelayMs(n, null))).toEqual([2000, 4000, 8000, 300_000]);
});
