import { executeOperation } from '../../client/operation.js';
import type { Notify } from '../../client/worker-gap.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import type { Operations, Verb } from '../../model/temporal/operations.js';
import { CliError } from '../base/cli-error.js';
import type { Session } from './session.js';

/**
 * Runs one call of the tasks API through a worker and returns its result. Ctrl-C terminates it if that is still possible.
 * @throws {@link NoWorkerError}; the workflow's own failure
 */
export const runOperation = <V extends Verb>(
  { client, taskQueue }: Session,
  verb: V,
  request: Operations[V]['request'],
  notify: Notify,
): Promise<Operations[V]['result']> =>
  untilInterrupted((signal) => executeOperation(client, verb, request, { taskQueue, notify, signal }));

/**
 * Does some work whose signal Ctrl-C aborts.
 * @throws CliError `Interrupted`
 */
export async function untilInterrupted<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(interrupted());
  process.once('SIGINT', interrupt);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

const interrupted = (): CliError =>
  new CliError('Interrupted. The request may already have reached the service.', {
    exitCode: EXIT.interrupted,
    code: 'Interrupted',
  });
