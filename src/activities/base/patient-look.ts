import { activityInfo, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import {
  DEFAULT_POLL_POLICY,
  afterFailure,
  failedPollDelayMs,
  isPatienceOver,
} from '../../model/run/polling.js';
import type { Patience } from '../../model/run/polling.js';
import { FAILURES } from '../../model/temporal/failure-types.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { whileBeating } from './while-beating.js';
import { attemptClock } from './attempt-clock.js';
import type { AttemptClock } from './attempt-clock.js';
import { stillRunning } from './failures.js';

/** Heartbeat: the memory between the attempts. */
interface LookProgress extends Patience {
  /** When the next look is due, in milliseconds since the first. */
  dueMs: number;
}

const FIRST: LookProgress = { failuresInARow: 0, refusedSinceMs: null, dueMs: 0 };

/** What a look found; or what it waits for, to be looked for again after `delayMs`. */
export type Looked<Result> = { found: Result } | { waitsFor: string; delayMs: number };

/**
 * Makes a look as patient as a wait (design/wait.md). One attempt is one look, from the beginning; one that was refused, or
 * whose answer makes no sense, is made again for ten minutes, and one that failed otherwise for as long as it takes.
 * `answers`: failures that are answers here.
 */
export const patientLook =
  <Request, Result>(
    look: (request: Request, clock: AttemptClock) => Promise<Looked<Result>>,
    answers: readonly FailureType[] = [],
  ) =>
  async (request: Request): Promise<Result> => {
    const before = (activityInfo().heartbeatDetails as LookProgress | undefined) ?? FIRST;
    const clock = attemptClock(before);
    try {
      const looked = await whileBeating(
        () => before,
        () => look(request, clock),
      );
      if ('found' in looked) return looked.found;
      remember(FIRST, clock, looked.delayMs);
      throw stillRunning(looked.waitsFor, looked.delayMs);
    } catch (error) {
      const isFinal = !isAxError(error) || OWN.includes(error.kind) || answers.includes(error.kind);
      throw isFinal ? error : lookAgain(error, before, clock);
    }
  };

/** {@link patientLook} of what has always an answer. */
export const patiently = <Request, Result>(look: (request: Request) => Promise<Result>) =>
  patientLook<Request, Result>(async (request) => ({ found: await look(request) }));

/** Failures of our own making: to look again changes nothing. */
const OWN: readonly FailureType[] = ['InvalidInput', 'AmbiguousName'];

const remember = (patience: Patience, { elapsedMs }: AttemptClock, delayMs: number): void =>
  heartbeat({ ...patience, dueMs: elapsedMs + delayMs } satisfies LookProgress);

function lookAgain(error: AxError, before: LookProgress, clock: AttemptClock): unknown {
  const patience = afterFailure(before, isRefusal(error), clock.nowMs);
  const { message, kind: type } = error;
  if (isPatienceOver(patience, clock.nowMs)) return ApplicationFailure.nonRetryable(message, type);
  const { failuresInARow } = patience;
  const delayMs = failedPollDelayMs(DEFAULT_POLL_POLICY, failuresInARow, error.retryAfterMs, Math.random());
  remember(patience, clock, delayMs);
  return ApplicationFailure.create({ message, type, nextRetryDelay: delayMs });
}

/** Whether the service, or something before it, answered, and not what was asked. */
const isRefusal = ({ kind, status }: AxError): boolean =>
  kind === 'AxBrokenAnswer' ? status !== null : !FAILURES[kind].retryable;
