import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { SweepRunsInput } from '../../model/sweep/inputs.js';
import { sweepWorkflowId } from '../../model/temporal/names.js';
import type { CliContext } from '../base/context.js';
import { fingerprint } from '../../client/fingerprint.js';
import type { Output } from '../base/output.js';
import { startOrAttach } from '../../client/start.js';
import type { Session } from '../session/session.js';
import type { FollowEnd } from '../watch/follow.js';
import { watchToEnd } from '../watch/watch-to-end.js';

/** Starts a sweep, or attaches to the one of the same kind that is under way, and watches it. */
export async function startSweep(
  session: Session,
  input: SweepRunsInput,
  output: Output,
  context: CliContext,
): Promise<{ end: FollowEnd; workflowId: string }> {
  const workflowId = sweepWorkflowId(input.action, fingerprint(input));
  const { how } = await startOrAttach(session, {
    workflow: WORKFLOWS.sweepRuns,
    workflowId,
    input,
    reuse: 'ALLOW_DUPLICATE',
    summary: `sweep: ${input.action} orphans`,
  });
  output.note(how === 'running' ? 'The same sweep is under way: attached to it.' : `Sweeping: ${workflowId}`);
  return { end: await watchToEnd(session, workflowId, output, context, {}), workflowId };
}
