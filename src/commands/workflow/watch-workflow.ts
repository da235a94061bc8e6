import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import { conclude } from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';

export interface WatchWorkflowOptions extends CallOptions {
  timeout?: number;
  cancelOnInterrupt?: boolean;
}

/** Watches a pipeline or a run that was started before. Starts nothing, and needs no worker. */
export async function watchWorkflow(
  context: CliContext,
  options: WatchWorkflowOptions,
  workflowId: string,
): Promise<number> {
  const { timeout, cancelOnInterrupt = false } = options;
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const bound = timeout === undefined ? {} : { timeoutMs: timeout };
    const end = await watchToEnd(session, workflowId, output, context, { cancelOnInterrupt, ...bound });
    return conclude(end, workflowId, session, output);
  });
}
