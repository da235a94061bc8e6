/** What the functions of this room throw, beside the errors of Temporal's own client. Importing it loads no SDK. */

/** No worker took the work in time. */
export class NoWorkerError extends Error {
  override readonly name = 'NoWorkerError';
  readonly taskQueue: string;

  constructor(taskQueue: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.taskQueue = taskQueue;
  }
}

/** An end of a window is not a time, or the window is empty or too long. Nothing was started. */
export class InvalidWindowError extends Error {
  override readonly name = 'InvalidWindowError';
}

/** The input of a workflow is larger than Temporal carries. Nothing was started. */
export class InputTooLargeError extends Error {
  override readonly name = 'InputTooLargeError';
}

/** A fairness key is not what Temporal takes. Nothing was started. */
export class InvalidFairnessKeyError extends Error {
  override readonly name = 'InvalidFairnessKeyError';
}

/** Search attributes are switched on, but the namespace does not have them. Nothing was started. */
export class MissingSearchAttributesError extends Error {
  override readonly name = 'MissingSearchAttributesError';
  readonly names: readonly string[];

  constructor(namespace: string, names: readonly string[]) {
    super(`the namespace "${namespace}" has no keyword ${names.join(', ')}`);
    this.names = names;
  }
}

/** A workflow is of another kind than the request is for. */
export class WrongWorkflowTypeError extends Error {
  override readonly name = 'WrongWorkflowTypeError';
  readonly workflowId: string;
  /** Temporal's workflow type. */
  readonly type: string;
  /** The kind that was expected. */
  readonly expected: 'pipeline' | 'backfill';

  constructor(workflowId: string, type: string, expected: 'pipeline' | 'backfill') {
    super(`${workflowId} is not a ${expected} (workflow type ${type})`);
    this.workflowId = workflowId;
    this.type = type;
    this.expected = expected;
  }
}

/** A workflow has ended, so it takes no more requests. */
export class WorkflowEndedError extends Error {
  override readonly name = 'WorkflowEndedError';
  readonly workflowId: string;
  /** Temporal's status, such as `COMPLETED`; null if it ended while the request was under way. */
  readonly status: string | null;
  /** What it was; null if that was not asked. */
  readonly kind: 'pipeline' | 'backfill' | null;

  constructor(
    workflowId: string,
    status: string | null,
    kind: 'pipeline' | 'backfill' | null,
    cause?: unknown,
  ) {
    super(`${workflowId} has ${status === null ? 'just ended' : `ended (${status.toLowerCase()})`}`, {
      cause,
    });
    this.workflowId = workflowId;
    this.status = status;
    this.kind = kind;
  }
}

/** A workflow refused a request; the message is its reason. Nothing was changed. */
export class UpdateRefusedError extends Error {
  override readonly name = 'UpdateRefusedError';
  readonly workflowId: string;

  constructor(workflowId: string, reason: string, cause: Error) {
    super(reason, { cause });
    this.workflowId = workflowId;
  }
}

/** Another backfill of the task runs over some of the same time: both would evaluate that time. Nothing was started. */
export class ConflictingBackfillError extends Error {
  override readonly name = 'ConflictingBackfillError';
  /** The backfill that is running. */
  readonly workflowId: string;

  constructor(workflowId: string) {
    super(`a backfill of the same task is running for an overlapping range: ${workflowId}`);
    this.workflowId = workflowId;
  }
}

/** Items of a fan-out that the result left out for its size, and whose own workflow Temporal no longer keeps. */
export class ItemsGoneError extends Error {
  override readonly name = 'ItemsGoneError';

  constructor(stepId: string, count: number) {
    super(`The results of ${count} items of the step ${stepId} can no longer be read.`);
  }
}

/** A schedule of this ID exists, but was not made by this product. */
export class NotOurScheduleError extends Error {
  override readonly name = 'NotOurScheduleError';

  constructor(scheduleId: string) {
    super(`The schedule ${scheduleId} was not created by ax-tasks, so it is not changed.`);
  }
}

/** Somebody else created or changed a schedule after it was read. */
export class ScheduleConflictError extends Error {
  override readonly name = 'ScheduleConflictError';
  readonly change: 'created' | 'changed';

  constructor(scheduleId: string, change: 'created' | 'changed', cause?: unknown) {
    super(`The schedule ${scheduleId} was ${change} by someone else at the same time.`, { cause });
    this.change = change;
  }
}

/** Temporal refuses the times of a schedule. */
export class InvalidScheduleError extends Error {
  override readonly name = 'InvalidScheduleError';
}

/** A schedule has more times in a period than can be read. */
export class TooManyTimesError extends Error {
  override readonly name = 'TooManyTimesError';
}
