import { failureOf } from '../../client/failure.js';
import type { WorkflowFailure } from '../../client/failure.js';
import { EXIT, exitCodeOfFailure } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import { CliError } from './cli-error.js';

const HINTS: Partial<Readonly<Record<FailureType, string>>> = {
  AxAuthentication:
    'Only the worker has the API key: set ARIZE_API_KEY where the worker runs, and restart it.',
  AxForbidden: 'The worker’s API key lacks a permission: change the role of its user, or use another key.',
  AxConflict: 'Choose another name, or use the one that exists.',
  AxRateLimit: 'The service limits the rate of requests: try again later.',
  AxServer: 'The service failed: try again later.',
  AxNotSent: 'The worker cannot reach the service: check its network and ARIZE_BASE_URL.',
  AxAmbiguous: 'Check whether it took effect (`ax-tasks list`) before you try again.',
  CreateUnresolved: 'Check whether it took effect (`ax-tasks list`) before you try again.',
  NoAnswer: 'Start a worker for that task queue, or try again when its workers have less to do.',
  AmbiguousName: 'Use the ID instead of the name.',
  NoUpdateFields: 'Pass at least one field to change; see `ax-tasks update --help`.',
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
    hint: lookUpHint(message) ?? takenHint(type, message) ?? HINTS[type as FailureType] ?? null,
    cause: error,
  });
}

/** What lists the things of a kind. */
const LISTS: Readonly<Record<string, string>> = {
  task: 'list',
  space: 'space list',
  project: 'project list',
  dataset: 'dataset list',
  evaluator: 'evaluator list',
  experiment: 'experiment list',
  'AI integration': 'integration list --type llm',
  'agent integration': 'integration list --type agent',
};

const NOT_FOUND = /^No ([\w ]+?) is named .*?(?: in space ("(?:[^"\\]|\\.)*"))? \(names must match exactly/;
const PLAIN_WORD = /^[\w.-]+$/;

/** The command that lists what a name can mean, for a name that was not found. */
function lookUpHint(message: string): string | null {
  const [, noun = '', space] = NOT_FOUND.exec(message) ?? [];
  const list = LISTS[noun];
  if (list === undefined) return null;
  const name = space === undefined ? null : (JSON.parse(space) as string);
  const scope = name === null ? '' : ` --space ${PLAIN_WORD.test(name) ? name : 'SPACE'}`;
  return `List what exists with \`ax-tasks ${list}${scope}\`.`;
}

/** What can be done with a task whose name a create needs. */
const takenHint = (type: string | null, message: string): string | null =>
  type === 'AxConflict' && message.startsWith('Cannot create task')
    ? 'Change it with `ax-tasks update`, or make it match a file with `ax-tasks task ensure FILE`. For another task, choose another name.'
    : null;

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
    hint: 'Find the run with `ax-tasks sweep`, which can adopt or cancel it.',
  },
  'timed-out': {
    exitCode: EXIT.unreachable,
    code: 'TimedOut',
    hint: 'Check the worker’s log and `ax-tasks doctor`, and check whether it took effect before you try again.',
  },
};

const notFound = (cause: Error & { workflowId?: unknown }): CliError =>
  new CliError(`Workflow ${JSON.stringify(cause.workflowId)} not found.`, {
    exitCode: EXIT.refused,
    code: 'WorkflowNotFound',
    hint: 'List workflows with `ax-tasks workflow list`. Finished workflows are deleted after the retention period of the namespace.',
    cause,
  });

/** Status codes of gRPC that mean something other than "cannot be reached". */
const OF_CODE: Readonly<Record<number, { exitCode: ExitCode; message: string }>> = {
  3: { exitCode: EXIT.usage, message: 'Temporal rejected the request' },
  5: { exitCode: EXIT.refused, message: 'Not found in Temporal' },
  7: { exitCode: EXIT.refused, message: 'Permission denied by Temporal' },
  16: { exitCode: EXIT.refused, message: 'Temporal rejected the credentials' },
};

/** An error of the connection to Temporal after it had worked; null for other errors. */
export function explainServiceError(error: Error): CliError | null {
  const grpc = [error, error.cause].find(isGrpcError);
  if (grpc === undefined) return null;
  const known = OF_CODE[grpc.code];
  return new CliError(
    `${known?.message ?? 'The connection to Temporal was lost'}: ${grpc.details || error.message}`,
    {
      exitCode: known?.exitCode ?? EXIT.unreachable,
      code: 'TemporalService',
      hint: 'Running workflows are not affected. Check the connection with `ax-tasks doctor`.',
      cause: error,
    },
  );
}

interface GrpcError {
  code: number;
  details: string;
}

const isGrpcError = (error: unknown): error is GrpcError =>
  error instanceof Error &&
  typeof (error as Partial<GrpcError>).code === 'number' &&
  typeof (error as Partial<GrpcError>).details === 'string';
