import { requestCancel } from '../../client/workflow.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { liveView, logView } from '../../terminal/live/progress-view.js';
import type { ProgressView } from '../../terminal/live/progress-view.js';
import type { CliContext } from '../base/context.js';
import type { Output } from '../base/output.js';
import type { Session } from '../session/session.js';
import { follow } from './follow.js';
import type { FollowEnd, FollowOptions } from './follow.js';
import { Interrupts } from './interrupts.js';

export interface WatchOptions extends Omit<FollowOptions, 'signal'> {
  /** Ctrl-C cancels the workflow instead of leaving it alone. */
  cancelOnInterrupt?: boolean;
}

/** Shows a workflow on stderr until it ends or Ctrl-C. The workflow continues either way. */
export async function watchToEnd(
  session: Session,
  workflowId: string,
  output: Output,
  context: CliContext,
  { cancelOnInterrupt = false, ...options }: WatchOptions,
): Promise<FollowEnd> {
  const view = viewFor(output, context);
  const stop = new AbortController();
  const interrupts = new Interrupts(() => {
    if (!cancelOnInterrupt) return stop.abort();
    view.say('Interrupted: cancelling the workflow. Press Ctrl-C again to exit immediately.');
    requestCancel(session.client, workflowId).catch(() => stop.abort());
  }, EXIT.interrupted);
  try {
    return await follow(session, workflowId, view, { ...options, signal: stop.signal });
  } finally {
    view.close();
    interrupts.close();
  }
}

/** How progress is shown: moving on a terminal, in lines elsewhere. */
export function viewFor(output: Output, { stderr, nowMs }: CliContext): ProgressView {
  return output.isLive
    ? liveView(stderr, () => ({ ...output.errStyle, columns: Math.max(20, stderr.columns || 80) }), nowMs)
    : logView((line) => output.note(line), nowMs);
}

/** What to say to somebody who stops watching. */
export const nextCommands = (workflowId: string, { flags }: Session): string[] => [
  `To watch again: ax-tasks watch ${workflowId}${flags}`,
  `To cancel:      ax-tasks workflow cancel ${workflowId}${flags}`,
];
