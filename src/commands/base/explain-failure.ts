import { failureOf } from '../../client/failure.js';
import type { WorkflowFailure } from '../../client/failure.js';
import { EXIT, exitCodeOfFailure } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { CliError } from './cli-error.js';

const HINTS: Partial<Readonly<Record<FailureType, string>>> = {
  AxAuthentication: 'The key is the worker’s: set ARIZE_API_KEY where the worker runs and start it again.',
  AxForbidden: 'The worker’s key is not allowed to do this: give its user the role, or use another key.',
  AxConflict: 'Choose another name, or use the one that exists.',
  AxRateLimit: 'The service limits its requests: try again in a while.',
  AxServer: 'The service has trouble: try again in a while.',
  AxNotSent: 'The worker cannot reach the service: check its network and ARIZE_BASE_URL.',
  AxAmbiguous: 'Look whether it was done (`ax-tasks list`) before trying again.',
  CreateUnresolved: 'Look whether it was done (`ax-tasks list`) before trying again.',
  AmbiguousName: 'Give the ID instead of the name.',
  NoUpdateFields: 'Give at least one field to change; see `ax-tasks update --help`.',
};

/** A workflow that failed, in the words of its own failure; null for other errors. */
export function explainFailure(error: Error): CliError | null {
  if (error.name === 'WorkflowNotFoundError') return notFound(error);
  const failure = failureOf(error);
  if (failure === null) return null;
  const { kind, type, message } = failure;
  if (kind !== 'failed') return new CliError(message, { ...OF_KIND[kind], cause: error });
  return new CliError(message, {
    exitCode: exitCodeOfFailure(type),
    code: type ?? 'Failed',
    hint: HINTS[type as FailureType] ?? null,
    cause: error,
  });
}

const OF_KIND: Readonly<
  Record<
    Exclude<WorkflowFailure['kind'], 'failed'>,
    { exitCode: ExitCode; code: string; hint: string | null }
  >
> = {
  cancelled: { exitCode: EXIT.cancelled, code: 'Cancelled', hint: null },
  terminated: {
    exitCode: EXIT.failed,
    code: 'Terminated',
    hint: 'Find it with `ax-tasks sweep`, which can adopt or cancel it.',
  },
  'timed-out': {
    exitCode: EXIT.unreachable,
    code: 'TimedOut',
    hint: 'Check the worker’s log and `ax-tasks doctor`, and look before doing it again.',
  },
};

const notFound = (cause: Error & { workflowId?: unknown }): CliError =>
  new CliError(`Temporal knows no workflow ${JSON.stringify(cause.workflowId)}.`, {
    exitCode: EXIT.refused,
    code: 'WorkflowNotFound',
    hint: 'See the ones there are with `ax-tasks workflow list`; a namespace keeps ended ones only for a time.',
    cause,
  });
