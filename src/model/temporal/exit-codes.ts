import type { FailureType } from './failure-types.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { Verdict } from '../run/verdict.js';

/** The exit codes of `ax-tasks`. Stable: scripts rely on them. */
export const EXIT = {
  success: 0,
  /** The run or a gate failed. */
  failed: 1,
  /** Wrong usage, or a file that is not valid. */
  usage: 2,
  /** Still running when the wait ended. */
  stillRunning: 3,
  /** Not found, refused, or not allowed. */
  refused: 4,
  /** Temporal, the worker or the AX service cannot be reached. */
  unreachable: 5,
  cancelled: 6,
  /** Finished, with more errors than allowed. */
  errors: 7,
  /** Interrupted by Ctrl-C; what was started continues. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const OF_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  good: EXIT.success,
  errors: EXIT.errors,
  failed: EXIT.failed,
  cancelled: EXIT.cancelled,
  running: EXIT.stillRunning,
};

/** The exit code of a run or a pipeline that ended. */
export const exitCodeOfVerdict = (verdict: Verdict): ExitCode => OF_VERDICT[verdict];

/** A cancel succeeded and nothing is active: the run was cancelled, or had ended already. */
export function exitCodeOfCancel(kind: OutcomeKind): ExitCode {
  if (kind === 'cancel-unconfirmed') return EXIT.failed;
  return kind === 'timed-out-detached' ? EXIT.stillRunning : EXIT.success;
}

const OF_FAILURE: Readonly<Record<FailureType, ExitCode>> = {
  AxInvalidRequest: EXIT.refused,
  AxNoData: EXIT.failed,
  AxAuthentication: EXIT.refused,
  AxForbidden: EXIT.refused,
  AxNotFound: EXIT.refused,
  AxConflict: EXIT.refused,
  AxUnprocessable: EXIT.refused,
  AxRateLimit: EXIT.unreachable,
  AxServer: EXIT.unreachable,
  AxUnexpectedStatus: EXIT.unreachable,
  AxNotSent: EXIT.unreachable,
  AxAmbiguous: EXIT.unreachable,
  AxBrokenAnswer: EXIT.unreachable,
  InvalidInput: EXIT.usage,
  NoUpdateFields: EXIT.usage,
  AmbiguousName: EXIT.usage,
  ResultTooLarge: EXIT.usage,
  StillRunning: EXIT.stillRunning,
  TriggerUnresolved: EXIT.failed,
  CreateUnresolved: EXIT.failed,
  NoAnswer: EXIT.unreachable,
  FiringFailed: EXIT.failed,
  ReceiverUnavailable: EXIT.unreachable,
  ReceiverUnknown: EXIT.refused,
  ReceiverRefused: EXIT.refused,
  NoticeUndelivered: EXIT.failed,
};

/** The exit code of a workflow that failed; of a failure that is none of ours, that of a failed run. */
export const exitCodeOfFailure = (type: string | null): ExitCode =>
  type !== null && Object.hasOwn(OF_FAILURE, type) ? OF_FAILURE[type as FailureType] : EXIT.failed;
