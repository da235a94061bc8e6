/**
 * The `type` of every ApplicationFailure this project throws. Stable: histories, retry policies and callers hold them.
 * `retryable` says whether Temporal may try the same activity again.
 */
export const FAILURES = {
  /** 400: the request is wrong. */
  AxInvalidRequest: { retryable: false },
  /** 400 to a trigger whose window holds no data: the outcome `empty` (docs/api-contract.md 1.5). */
  AxNoData: { retryable: false },
  /** 401: the worker's key is missing, wrong or expired. */
  AxAuthentication: { retryable: false },
  /** 403: the key may not do this, or a plan's limit is reached. */
  AxForbidden: { retryable: false },
  /** 404, or no exact match for a name. */
  AxNotFound: { retryable: false },
  /** 409, or a create refused because the name is taken. */
  AxConflict: { retryable: false },
  /** 422: well-formed, but the members do not fit together. */
  AxUnprocessable: { retryable: false },
  /** 429, or not sent since a Retry-After is not over: wait, then again. */
  AxRateLimit: { retryable: true },
  /** 5xx on a request that may safely be sent again. */
  AxServer: { retryable: true },
  /** Any other status. */
  AxUnexpectedStatus: { retryable: false },
  /** The request never left: name resolution, refused connection, TLS. */
  AxNotSent: { retryable: true },
  /** It is unknown whether a POST took effect (design/trigger-once.md). Never retried blindly. */
  AxAmbiguous: { retryable: false },
  /** The answer to a safe request broke off, timed out or was not what the contract says. */
  AxBrokenAnswer: { retryable: true },
  /** Refused by our own checks before a connection was opened. */
  InvalidInput: { retryable: false },
  /** An update without a field to change. */
  NoUpdateFields: { retryable: false },
  /** A name that two things have; the message lists both. */
  AmbiguousName: { retryable: false },
  /** The answer is too large for a workflow's history; the message says how to ask for less. */
  ResultTooLarge: { retryable: false },
  /** Benign: the run has not ended yet; the next look is scheduled. */
  StillRunning: { retryable: true },
  /** The trigger's fate could not be established and `onAmbiguous` is `fail`, or the bound of POSTs was reached. */
  TriggerUnresolved: { retryable: false },
  /** It could not be established whether a task was created, and the bound of POSTs was reached. */
  CreateUnresolved: { retryable: false },
  /** A workflow did not answer a query in time: the workers of its task queue are busy or gone. */
  NoAnswer: { retryable: true },
  /** A firing of a schedule did not end well; its result is in the details and in the memo. */
  FiringFailed: { retryable: false },
  /** A receiver of notifications did not take a notice: it is away, busy or failing. */
  ReceiverUnavailable: { retryable: true },
  /** This worker has no receiver of that name; another one of the task queue may have it. */
  ReceiverUnknown: { retryable: true },
  /** A receiver of notifications refused a notice, or the worker cannot send to it as it is set up. */
  ReceiverRefused: { retryable: false },
  /** A notice was not taken by all of its receivers; what became of it at each is in the details. */
  NoticeUndelivered: { retryable: false },
} as const;

/** A member of {@link FAILURES}. */
export type FailureType = keyof typeof FAILURES;
