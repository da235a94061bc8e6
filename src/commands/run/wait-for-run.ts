import { TITLE_MEMO } from '../../model/temporal/memos.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { WaitForRunInput } from '../../model/run/inputs.js';
import { waitWorkflowId } from '../../model/temporal/names.js';
import type { CliContext } from '../base/context.js';
import { fingerprint } from '../../client/fingerprint.js';
import { Output } from '../base/output.js';
import type { CallOptions } from '../session/call-once.js';
import { startOrAttach } from '../../client/start.js';
import type { Started } from '../../client/start.js';
import { withSession } from '../session/session.js';
import type { Session } from '../session/session.js';
import { conclude } from '../watch/conclude.js';
import { watchToEnd } from '../watch/watch-to-end.js';
import { toleranceOf, waitPolicyOf } from './wait-options.js';
import type { WaitFlags } from './wait-options.js';

export type WaitForRunOptions = CallOptions & WaitFlags;

/** Waits durably for a run that was started elsewhere. */
export async function waitForRun(
  context: CliContext,
  options: WaitForRunOptions,
  runId: string,
): Promise<number> {
  const output = new Output(context, options);
  return withSession(context, options, async (session) => {
    const { handle, how } = await startWaiting(session, runId, options);
    if (how === 'running') output.note('Somebody waits for it already in the same way: attached.');
    const { cancelOnInterrupt = false } = options;
    const end = await watchToEnd(session, handle.workflowId, output, context, { cancelOnInterrupt });
    return conclude(end, handle.workflowId, session, output);
  });
}

/** Starts the wait as a workflow. Cancelling that workflow leaves the run alone: it belongs to somebody else. */
export function startWaiting(session: Session, runId: string, options: WaitFlags): Promise<Started> {
  const input: WaitForRunInput = {
    runId,
    wait: waitPolicyOf(options),
    tolerance: toleranceOf(options),
    onCancel: options.cancelOnInterrupt === true ? 'cancel' : 'detach',
  };
  return startOrAttach(session, {
    workflow: WORKFLOWS.waitForRun,
    workflowId: waitWorkflowId(runId, fingerprint(input)),
    input,
    reuse: 'ALLOW_DUPLICATE',
    summary: `wait for run ${runId}`,
    memo: { [TITLE_MEMO]: 'run', [TRIGGER_MEMO]: { runId } },
  });
}
