import { isCancellation } from '@temporalio/workflow';
import { definedOnly } from '../../model/base/objects.js';
import type { RunContext } from '../../model/run/outcome.js';
import type { WaitPolicy } from '../../model/api/policies.js';
import type { StartedRun } from '../../model/run/run-result.js';
import { awaitEnd } from './await-end.js';
import type { AtFirst, WaitEnd } from './await-end.js';
import { judgeDetached, judgeEnd, judgeStalled, judgeStopped } from './judge.js';
import type { Judged } from './judge.js';
import { stopRun } from '../shared/stop-runs.js';

export type Supervised =
  | { kind: 'judged'; judged: Judged; wasCancelled: boolean }
  /** To be gone on with in a new execution, with this deadline. */
  | { kind: 'history-full'; deadlineMs: number | null };

/**
 * Waits for a started run under a policy; a deadline or a cancel of the workflow stops the run as the policy says.
 */
export async function supervise(
  started: StartedRun,
  policy: WaitPolicy,
  onCancel: 'cancel' | 'detach',
  atFirst: AtFirst = {},
): Promise<Supervised> {
  const context: RunContext = started.maxSpans === null ? {} : { maxSpans: started.maxSpans };
  try {
    const end = await awaitEnd({ ...started, policy }, atFirst);
    if (end.kind === 'history-full') return end;
    return { kind: 'judged', judged: await judge(end, started, policy, context), wasCancelled: false };
  } catch (error) {
    if (!isCancellation(error)) throw error;
    const judged =
      onCancel === 'detach'
        ? judgeDetached(null, 'the wait was cancelled')
        : await stop(started, { ...context, cancelledBy: 'request' });
    return { kind: 'judged', judged, wasCancelled: true };
  }
}

async function judge(
  end: Exclude<WaitEnd, { kind: 'history-full' }>,
  started: StartedRun,
  policy: WaitPolicy,
  context: RunContext,
): Promise<Judged> {
  if (end.kind === 'stalled')
    return judgeStalled(await stopRun(started.taskId, started.runId), end.stalledMs, context);
  if (end.kind !== 'deadline') return judgeEnd(end, context);
  const { latest, stalledMs } = end;
  const judged =
    policy.onTimeout === 'detach'
      ? judgeDetached(latest, 'the deadline passed')
      : await stop(started, { ...context, cancelledBy: 'deadline' });
  return { ...judged, ...definedOnly({ stalledMs }) };
}

const stop = async ({ taskId, runId }: StartedRun, context: RunContext): Promise<Judged> =>
  judgeStopped(await stopRun(taskId, runId), context);
