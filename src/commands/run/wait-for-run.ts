import { startWait } from '../../client/run/start-run.js';
import type { WaitForRunInput } from '../../model/run/inputs.js';
import type { CliContext } from '../base/context.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { definedOnly } from '../../model/base/objects.js';
import { rulesGiven } from '../notification/notify-option.js';
import type { NotifyOption } from '../notification/notify-option.js';
import { conclude } from '../result/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { toleranceOf, waitPolicyOf } from './wait-options.js';
import type { WaitFlags } from './wait-options.js';

export type WaitForRunOptions = CallOptions & WaitFlags & NotifyOption;

/** Waits durably for a run that was started elsewhere. */
export async function waitForRun(
  context: CliContext,
  options: WaitForRunOptions,
  runId: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { handle, how } = await startWaiting(session, runId, options);
    if (how === 'running') output.note('Attached to a wait for the same run.');
    const { cancelOnInterrupt = false } = options;
    const end = await watchToEnd(session, handle.workflowId, output, context, { cancelOnInterrupt });
    return conclude(end, handle.workflowId, session, output);
  });
}

/** Starts the wait as a workflow. Cancelling that workflow leaves the run alone: it belongs to somebody else. */
export function startWaiting(
  session: Session,
  runId: string,
  options: WaitFlags & NotifyOption,
): ReturnType<typeof startWait> {
  const input: WaitForRunInput = {
    runId,
    wait: waitPolicyOf(options),
    tolerance: toleranceOf(options),
    onCancel: options.cancelOnInterrupt === true ? 'cancel' : 'detach',
    ...definedOnly({ notify: rulesGiven(options) }),
  };
  return startWait(session.client, input, session);
}
