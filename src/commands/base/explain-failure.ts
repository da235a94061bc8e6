import { EXIT, exitCodeOfFailure } from '../../model/temporal/exit-codes.js';
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

interface TemporalFailure extends Error {
  type?: unknown;
}

/** A workflow that failed, in the words of its own failure; null for other errors. */
export function explainFailure(error: Error): CliError | null {
  if (error.name === 'WorkflowNotFoundError') return notFound(error);
  if (error.name !== 'WorkflowFailedError') return null;
  const chain = causesOf(error);
  const ours = chain.findLast((cause) => cause.name === 'ApplicationFailure');
  if (ours !== undefined) return explainApplicationFailure(ours, error);
  const ends = chain.map((cause) => cause.name);
  if (ends.includes('TerminatedFailure')) return terminated(error);
  if (ends.includes('CancelledFailure')) {
    return new CliError('The workflow was cancelled.', {
      exitCode: EXIT.cancelled,
      code: 'Cancelled',
      cause: error,
    });
  }
  if (ends.includes('TimeoutFailure')) return timedOut(error);
  return new CliError(chain.at(-1)?.message ?? error.message, {
    exitCode: EXIT.failed,
    code: 'Failed',
    cause: error,
  });
}

function explainApplicationFailure(failure: TemporalFailure, cause: Error): CliError {
  const type = typeof failure.type === 'string' ? failure.type : null;
  return new CliError(failure.message, {
    exitCode: exitCodeOfFailure(type),
    code: type ?? 'Failed',
    hint: HINTS[type as FailureType] ?? null,
    cause,
  });
}

const notFound = (cause: Error & { workflowId?: unknown }): CliError =>
  new CliError(`Temporal knows no workflow ${JSON.stringify(cause.workflowId)}.`, {
    exitCode: EXIT.refused,
    code: 'WorkflowNotFound',
    hint: 'See the ones there are with `ax-tasks workflow list`; a namespace keeps ended ones only for a time.',
    cause,
  });

const terminated = (cause: Error): CliError =>
  new CliError('The workflow was terminated, so nothing was cleaned up: its run may still go on.', {
    exitCode: EXIT.failed,
    code: 'Terminated',
    hint: 'Find it with `ax-tasks sweep`, which can adopt or cancel it.',
    cause,
  });

const timedOut = (cause: Error): CliError =>
  new CliError('The worker did not finish in time; it is unknown whether the service was asked.', {
    exitCode: EXIT.unreachable,
    code: 'TimedOut',
    hint: 'Check the worker’s log and `ax-tasks doctor`, and look before doing it again.',
    cause,
  });

function causesOf(error: Error): TemporalFailure[] {
  const chain: TemporalFailure[] = [];
  for (let at: unknown = error.cause; at instanceof Error && chain.length < 20; at = at.cause) chain.push(at);
  return chain;
}
