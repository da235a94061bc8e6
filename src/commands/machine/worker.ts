import { layFlagsOver } from '../../temporal/connection/connection-flags.js';
import type { CliContext } from '../base/context.js';
import type { CallOptions } from '../session/call-once.js';
import { taskQueueOf } from '../session/session.js';
import { runInForeground } from './run-in-foreground.js';

/** Runs the worker in the foreground. Its process reads the configuration; the flags given here stand above it. */
export const worker = (context: CliContext, options: CallOptions): Promise<number> =>
  runInForeground('worker', [], workerEnv(context, options));

const workerEnv = ({ env }: CliContext, options: CallOptions): Record<string, string | undefined> => ({
  ...env,
  ...layFlagsOver(options, env).variables,
  AX_TASKS_TASK_QUEUE: taskQueueOf(options, env),
});
