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
interface LookProgress<Value> extends Patience {
  /** When the next look is due, in milliseconds since the first. */
  dueMs: number;
  /** The `value` of {@link Kept}. */
  kept: Value | null;
}

const FIRST = { failuresInARow: 0, refusedSinceMs: null, dueMs: 0, kept: null };

/** What a look keeps for the attempt after it, so that it can continue there. */
export interface Kept<Value> {
  /** Null at the beginning. */
  value: Value | null;
  /** Something new was answered in this attempt: what was refused before is over. */
  isAnswered: boolean;
  /** Heartbeats now, not only every few seconds: what was read since would be read again after a worker's death. */
  beat: () => void;
}

interface LookOptions {
  /** Failures that are answers here. */
  answers?: readonly FailureType[];
  /** Failures that are no refusals are borne for ten minutes too: a person waits. */
  isBounded?: boolean;
}

/**
 * What a look found; or what it waits for, to be looked for again after `delayMs`; or what it found without a part that was
 * refused, which is the answer once the patience is over.
 */
export type Looked<Result> =
  { found: Result } | { waitsFor: string; delayMs: number } | { refused: AxError; without: Result };

/**
 * Makes a look as patient as a wait (design/wait.md). One attempt is one look, from the beginning; one that was refused, or
 * whose answer makes no sense, is made again for ten minutes, and one that failed otherwise for as long as it takes.
 */
export const patientLook =
  <Request, Result, Value = never>(
    look: (request: Request, clock: AttemptClock, kept: Kept<Value>) => Promise<Looked<Result>>,
    { answers = [], isBounded = false }: LookOptions = {},
  ) =>
  async (request: Request): Promise<Result> => {
    const before = (activityInfo().heartbeatDetails as LookProgress<Value> | undefined) ?? FIRST;
    const clock = attemptClock(before);
    const details = () => ({ ...before, kept: kept.value });
    const beat = () => heartbeat(details());
    const kept: Kept<Value> = { value: before.kept, isAnswered: false, beat };
    const attempt: LookAttempt = { before, clock, kept, isBounded };
    try {
      const looked = await whileBeating(details, () => look(request, clock, kept));
      if ('found' in looked) return looked.found;
      if ('refused' in looked) return withoutRefused(looked, attempt);
      remember(FIRST, attempt, looked.delayMs);
      throw stillRunning(looked.waitsFor, looked.delayMs);
    } catch (error) {
      const isFinal = !isAxError(error) || OWN.includes(error.kind) || answers.includes(error.kind);
      throw isFinal ? error : (lookAgain(error, attempt) ?? finalFailure(error));
    }
  };

/** {@link patientLook} of what has always an answer. */
export const patientRead = <Request, Result>(look: (request: Request) => Promise<Result>) =>
  patientLook<Request, Result>(async (request) => ({ found: await look(request) }));

/** Failures of our own making: to look again changes nothing. */
const OWN: readonly FailureType[] = ['InvalidInput', 'AmbiguousName'];

interface LookAttempt {
  before: Patience;
  clock: AttemptClock;
  kept: Kept<unknown>;
  isBounded: boolean;
}

function remember({ failuresInARow, refusedSinceMs }: Patience, attempt: LookAttempt, delayMs: number): void {
  const { clock, kept } = attempt;
  const dueMs = clock.elapsedMs + delayMs;
  heartbeat({ failuresInARow, refusedSinceMs, dueMs, kept: kept.value } satisfies LookProgress<unknown>);
}

const finalFailure = ({ message, kind }: AxError): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, kind);

/** @throws the failure after which the look is made again, while the patience lasts */
function withoutRefused<Result>(
  { refused, without }: { refused: AxError; without: Result },
  attempt: LookAttempt,
): Result {
  const again = lookAgain(refused, attempt);
  if (again !== null) throw again;
  return without;
}

/** The failure after which the look is made again; null: the patience is over. */
function lookAgain(error: AxError, attempt: LookAttempt): ApplicationFailure | null {
  const { before, clock, kept, isBounded } = attempt;
  const patience = afterFailure(kept.isAnswered ? FIRST : before, isBounded || isRefusal(error), clock.nowMs);
  const { message, kind: type } = error;
  if (isPatienceOver(patience, clock.nowMs)) return null;
  const { failuresInARow } = patience;
  const delayMs = failedPollDelayMs(DEFAULT_POLL_POLICY, failuresInARow, error.retryAfterMs, Math.random());
  remember(patience, attempt, delayMs);
  return ApplicationFailure.create({ message, type, nextRetryDelay: delayMs });
}

/** Whether the service, or something before it, answered, and not what was asked. */
const isRefusal = ({ kind, status }: AxError): boolean =>
  kind === 'AxBrokenAnswer' ? status !== null : !FAILURES[kind].retryable;
