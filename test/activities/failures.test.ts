import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import { stillRunning, toFailure } from '../../src/activities/base/failures.js';
import {
  AmbiguousError,
  AuthenticationError,
  BrokenAnswerError,
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  NotSentError,
  RateLimitError,
  ServerError,
  UnexpectedStatusError,
  UnprocessableError,
} from '../../src/ax/index.js';

const asFailure = (error: unknown): ApplicationFailure => {
  const failure = toFailure(error);
  if (failure instanceof ApplicationFailure) return failure;
  throw new Error('expected an ApplicationFailure');
};

describe('toFailure', () => {
  test.each([
    [
      '400 → AxInvalidRequest, not retryable',
      new InvalidRequestError('m', { status: 400 }),
      'AxInvalidRequest',
      true,
    ],
    [
      '401 → AxAuthentication, not retryable',
      new AuthenticationError('m', { status: 401 }),
      'AxAuthentication',
      true,
    ],
    ['403 → AxForbidden, not retryable', new ForbiddenError('m', { status: 403 }), 'AxForbidden', true],
    ['404 → AxNotFound, not retryable', new NotFoundError('m', { status: 404 }), 'AxNotFound', true],
    ['409 → AxConflict, not retryable', new ConflictError('m', { status: 409 }), 'AxConflict', true],
    [
      '422 → AxUnprocessable, not retryable',
      new UnprocessableError('m', { status: 422 }),
      'AxUnprocessable',
      true,
    ],
    ['429 → AxRateLimit, retryable', new RateLimitError('m', { status: 429 }), 'AxRateLimit', false],
    ['503 to a safe request → AxServer, retryable', new ServerError('m', { status: 503 }), 'AxServer', false],
    [
      '302 → AxUnexpectedStatus, not retryable',
      new UnexpectedStatusError('m', { status: 302 }),
      'AxUnexpectedStatus',
      true,
    ],
    ['never sent → AxNotSent, retryable', new NotSentError('m'), 'AxNotSent', false],
    ['fate unknown → AxAmbiguous, not retryable', new AmbiguousError('m'), 'AxAmbiguous', true],
    ['broken answer → AxBrokenAnswer, retryable', new BrokenAnswerError('m'), 'AxBrokenAnswer', false],
  ])('%s', (_title, error, type, nonRetryable) => {
    expect(asFailure(error)).toMatchObject({ type, nonRetryable, message: 'm' });
  });

  test.each([
    [0, 1000],
    [90_000, 90_000],
    [10 ** 12, 3_600_000],
  ])('Retry-After of %d ms becomes a delay of %d ms', (retryAfterMs, delayMs) => {
    expect(asFailure(new RateLimitError('m', { retryAfterMs })).nextRetryDelay).toBe(delayMs);
  });

  test('keeps status, request id and the whole Retry-After for workflows', () => {
    const error = new RateLimitError('m', { status: 429, requestId: 'req-1', retryAfterMs: 10 ** 12 });
    expect(asFailure(error).details).toEqual([{ status: 429, requestId: 'req-1', retryAfterMs: 10 ** 12 }]);
  });

  test('leaves what is no failure of the client as it is', () => {
    const error = new TypeError('bug');
    expect(toFailure(error)).toBe(error);
  });
});

test('a run that goes on is a benign failure with the delay of the next look', () => {
  expect(stillRunning('run r', 5000)).toMatchObject({
    type: 'StillRunning',
    nextRetryDelay: 5000,
    category: 'BENIGN',
  });
});
