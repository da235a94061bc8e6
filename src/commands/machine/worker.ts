import { layFlagsOver } from '../../temporal/connection/connection-flags.js';
import type { CliContext } from '../base/context.js';
import type { CallOptions } from '../session/call-once.js';
import { taskQueueOf } from '../session/session.js';
import { runHere } from './run-here.js';

/** Runs the worker program in this process. It reads the environment, above which stand the flags given here. */
export const worker = (context: CliContext, options: CallOptions): Promise<number> =>
  runHere('worker', workerEnv(context, options), context);

const workerEnv = ({ env }: CliContext, options: CallOptions): Record<string, string | undefined> => ({
  ...env,
  ...layFlagsOver(options, env).variables,
  AX_TASKS_TASK_QUEUE: taskQueueOf(options, env),
});
