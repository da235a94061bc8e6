import * as errors from '../../client/errors.js';
import { DEFAULT_TASK_QUEUE } from '../../model/temporal/names.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { CliError } from './cli-error.js';

/** What to do if no worker polls a task queue. */
const NO_WORKER_HINT =
  'Start a worker with `ax-tasks worker` (or Temporal and a worker with `ax-tasks dev`).';

/** The queue may be another one than that of the command, such as the one on which a workflow was started. */
export const workerHint = (taskQueue: string): string =>
  taskQueue === DEFAULT_TASK_QUEUE
    ? NO_WORKER_HINT
    : `Start a worker for it: \`ax-tasks worker --task-queue ${taskQueue}\`.`;

interface ErrorExplanation {
  exitCode: ExitCode;
  code: string;
  /** The error's own message by default. */
  message?: string;
  hint?: string;
}

/** An error of `client/` for people; null for other errors. `flags` are the connection flags to repeat in commands. */
export function explainClientError(error: unknown, flags = ''): CliError | null {
  const explanation = explanationOf(error, flags);
  if (explanation === null) return null;
  const { message = (error as Error).message, ...about } = explanation;
  return new CliError(message, { ...about, cause: error });
}

function explanationOf(error: unknown, flags: string): ErrorExplanation | null {
  if (error instanceof errors.NoWorkerError)
    return { exitCode: EXIT.unreachable, code: 'NoWorker', hint: workerHint(error.taskQueue) };
  if (error instanceof errors.InputTooLargeError)
    return { exitCode: EXIT.usage, code: 'InputTooLarge', hint: SPLIT_HINT };
  if (error instanceof errors.InvalidWindowError) return { exitCode: EXIT.usage, code: 'InvalidWindow' };
  if (error instanceof errors.InvalidFairnessKeyError)
    return { exitCode: EXIT.usage, code: 'InvalidFairnessKey' };
  if (error instanceof errors.MissingSearchAttributesError)
    return {
      exitCode: EXIT.usage,
      code: 'SearchAttributesMissing',
      message: `AX_TASKS_SEARCH_ATTRIBUTES is on, but ${error.message}. Nothing was started.`,
      hint: `Create them: ax-tasks search-attributes create${flags}`,
    };
  return explainWorkflow(error, flags) ?? explainSchedule(error);
}

const SPLIT_HINT =
  'Split it, or use a filter (--query-filter) or a maximum (--max-examples) instead of long lists of IDs.';

function explainWorkflow(error: unknown, flags: string): ErrorExplanation | null {
  if (error instanceof errors.WrongWorkflowTypeError)
    return {
      exitCode: EXIT.refused,
      code: error.expected === 'pipeline' ? 'NoPipeline' : 'NoBackfill',
      message: `${error.message}.`,
      hint: HINT_OF_TYPE[error.expected],
    };
  if (error instanceof errors.WorkflowEndedError)
    return {
      exitCode: EXIT.refused,
      code: 'Ended',
      message: `${error.message}, so it takes no requests.`,
      ...(error.kind === null ? {} : { hint: againHint(error.workflowId, error.kind, flags) }),
    };
  if (error instanceof errors.UpdateRefusedError)
    return { exitCode: EXIT.refused, code: 'Refused', message: `Refused: ${error.message}` };
  if (error instanceof errors.ConflictingBackfillError)
    return {
      exitCode: EXIT.refused,
      code: 'Overlaps',
      message: `A backfill of the same task is running for an overlapping range (${error.workflowId}): both would evaluate that time.`,
      hint: `Watch it with \`ax-tasks backfill watch ${error.workflowId}${flags}\`, or pass --key to start another one anyway.`,
    };
  if (error instanceof errors.ItemsGoneError)
    return {
      exitCode: EXIT.refused,
      code: 'ItemsLeftOut',
      hint: 'To run the whole pipeline again, use `ax-tasks run FILE`.',
    };
  return null;
}

const againHint = (workflowId: string, kind: 'pipeline' | 'backfill', flags: string): string =>
  `To run again what failed: ax-tasks ${kind === 'pipeline' ? 'pipeline rerun' : 'backfill retry'} ${workflowId} --failed${flags}`;

const HINT_OF_TYPE = {
  pipeline: 'List the pipelines with `ax-tasks workflow list`. A step is named after the ID of its pipeline.',
  backfill: 'List the backfills with `ax-tasks backfill list`.',
} as const;

function explainSchedule(error: unknown): ErrorExplanation | null {
  if (error instanceof errors.NotOurScheduleError)
    return {
      exitCode: EXIT.refused,
      code: 'NotOurs',
      hint: 'Choose another name, or delete that schedule with `temporal schedule delete`.',
    };
  if (error instanceof errors.ScheduleConflictError)
    return {
      exitCode: EXIT.refused,
      code: error.change === 'created' ? 'ScheduleExists' : 'ScheduleChanged',
      hint: 'Apply again to see the differences.',
    };
  if (error instanceof errors.InvalidScheduleError) return { exitCode: EXIT.usage, code: 'InvalidSchedule' };
  if (error instanceof errors.TooManyTimesError)
    return { exitCode: EXIT.usage, code: 'Usage', hint: 'Choose a shorter period.' };
  return null;
}
