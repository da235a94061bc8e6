import { condition } from '@temporalio/workflow';
import { deadlineMsOf } from '../../model/time/deadline.js';
import { askedBy } from '../../model/pipeline/ended-step.js';
import { formatDuration } from '../../model/time/duration.js';
import type { Decision } from '../../model/pipeline/messages.js';
import type { Approval } from '../../model/pipeline/plan.js';
import type { ApprovalResult } from '../../model/pipeline/results.js';
import { TIME_IS_OVER, failed } from './draft.js';
import type { Draft } from './draft.js';
import { note, phase } from '../pipeline/engine.js';
import type { Engine } from '../pipeline/engine.js';

/** Waits until somebody decides, or the time for it is over. */
export async function awaitApproval(
  engine: Engine,
  stepId: string,
  approval: Approval,
  deadlineMs: number | null,
): Promise<Draft> {
  const untilMs = deadlineMsOf(Date.now(), approval.timeoutMs, deadlineMs ?? undefined);
  const until = untilMs === null ? {} : { until: new Date(untilMs).toISOString() };
  note(engine, stepId, phase('approval', { ...until, reason: approval.message.slice(0, 200) }));
  const decisionOf = () => engine.running.get(stepId)?.decision ?? null;
  await untilDecided(() => decisionOf() !== null, untilMs);
  const decision = decisionOf();
  if (decision !== null) return decided(decision);
  return expired(approval, deadlineMs !== null && Date.now() >= deadlineMs);
}

async function untilDecided(isDecided: () => boolean, untilMs: number | null): Promise<void> {
  if (untilMs === null) await condition(isDecided);
  else await condition(isDecided, Math.max(1, untilMs - Date.now()));
}

function decided(decision: Decision): Draft {
  const { by, reason = null } = decision;
  const isApproved = decision.decision === 'approve';
  const approval = result(isApproved ? 'approved' : 'rejected', by, reason);
  return isApproved
    ? { state: 'succeeded', reason: null, approval }
    : { ...failed(askedBy('rejected', decision)), approval };
}

function expired({ timeoutMs = 0, onTimeout }: Approval, isPipelineLate: boolean): Draft {
  const approval = result('expired', null, null);
  if (isPipelineLate) return { ...failed(TIME_IS_OVER), approval };
  const reason = `nobody decided within ${formatDuration(timeoutMs)}`;
  return onTimeout === 'approve'
    ? { state: 'succeeded', reason: `${reason}, which counts as approved`, approval }
    : { ...failed(reason), approval };
}

const result = (
  decision: ApprovalResult['decision'],
  by: string | null,
  reason: string | null,
): ApprovalResult => ({ decision, by, reason, at: new Date().toISOString() });
