import { AmbiguousError } from '../errors/ambiguous-error.js';
import type { AxError } from '../errors/ax-error.js';
import { BrokenAnswerError } from '../errors/broken-answer-error.js';
import { NotSentError } from '../errors/not-sent-error.js';
import { RateLimitError } from '../errors/rate-limit-error.js';
import type { Call } from './call.js';
import type { TransportFailure } from './transport-failure.js';

/** The error for a request without a whole answer. `status` is the answer's where its head came. */
export function noAnswer(call: Call, failure: TransportFailure, origin: string, status?: number): AxError {
  const details = {
    method: call.method,
    path: call.path,
    aborted: failure.aborted,
    ...(status === undefined ? {} : { status }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
  if (!failure.sent) {
    const message = `Cannot ${call.what}: nothing was sent to ${origin}: ${failure.reason}. ${failure.advice}`;
    return new NotSentError(message.trim(), details);
  }
  const head = status === undefined ? '' : ` (the service had answered ${status})`;
  if (call.safety === 'safe') {
    return new BrokenAnswerError(
      `Cannot ${call.what}: ${failure.reason}${head}. It may be sent again.`,
      details,
    );
  }
  return new AmbiguousError(
    `It is unknown whether the request to ${call.what} took effect: ${failure.reason}${head}. ` +
      'Look for what it would have made before sending it again.',
    details,
  );
}

/** The error for a request that was not sent, since the service asked for `leftMs` more without requests. */
export const heldBack = (call: Call, leftMs: number): AxError =>
  new RateLimitError(
    `Cannot ${call.what}: nothing was sent, because the service asked to wait (Retry-After) and ` +
      `${Math.ceil(leftMs / 1000)} s of that are left.`,
    { method: call.method, path: call.path, retryAfterMs: leftMs },
  );

/** A success whose body is not what the contract says. */
export const unusableAnswer = (call: Call, reason: string, origin: string, status: number): AxError =>
  noAnswer(call, { sent: true, reason, advice: '', aborted: false }, origin, status);
