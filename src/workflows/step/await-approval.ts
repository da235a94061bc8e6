import { condition } from '@temporalio/workflow';
import { deadlineMsOf } from '../../model/time/deadline.js';
import { askedBy } from '../../model/base/control-request.js';
import { formatDuration } from '../../model/time/duration.js';
import type { Decision } from '../../model/pipeline/messages.js';
import type { Approval } from '../../model/pipeline/plan.js';
import { approvalNotice } from '../../model/pipeline/notices/pipeline-notices.js';
import type { ApprovalResult } from '../../model/pipeline/results.js';
import { PAST_DEADLINE, failed } from './unfinished-result.js';
import type { UnfinishedResult } from './unfinished-result.js';
import { noteOf, setNote } from './pipeline-state.js';
import type { PipelineState } from './pipeline-state.js';
import { reportApproval } from '../shared/report.js';

/** Waits until somebody decides, or the time to do so is over. */
export async function awaitApproval(
  state: PipelineState,
  stepId: string,
  approval: Approval,
  deadlineMs: number | null,
): Promise<UnfinishedResult> {
  const untilMs = deadlineMsOf(Date.now(), approval.timeoutMs, deadlineMs ?? undefined);
  const until = untilMs === null ? {} : { until: new Date(untilMs).toISOString() };
  setNote(state, stepId, noteOf('approval', { ...until, reason: approval.message.slice(0, 200) }));
  reportApproval(stepId, 'asked');
  const { plan, facts, opened, teller } = state;
  const asked = { until: until.until ?? null, time: opened.get(stepId) ?? 0 };
  teller.tell(approvalNotice({ name: plan.name, workflowId: facts.workflowId }, stepId, approval, asked));
  const decisionOf = () => state.running.get(stepId)?.decision ?? null;
  await untilDecided(() => decisionOf() !== null, untilMs);
  const decision = decisionOf();
  if (decision !== null) return decided(stepId, decision);
  return expired(stepId, approval, deadlineMs !== null && Date.now() >= deadlineMs);
}

async function untilDecided(isDecided: () => boolean, untilMs: number | null): Promise<void> {
  if (untilMs === null) await condition(isDecided);
  else await condition(isDecided, Math.max(1, untilMs - Date.now()));
}

function decided(stepId: string, decision: Decision): UnfinishedResult {
  const { by, reason = null } = decision;
  const isApproved = decision.decision === 'approve';
  const approval = result(stepId, isApproved ? 'approved' : 'rejected', by, reason);
  return isApproved
    ? { state: 'succeeded', reason: null, approval }
    : { ...failed(askedBy('rejected', decision)), approval };
}

function expired(
  stepId: string,
  { timeoutMs = 0, onTimeout }: Approval,
  isPastDeadline: boolean,
): UnfinishedResult {
  const approval = result(stepId, 'expired', null, null);
  if (isPastDeadline) return { ...failed(PAST_DEADLINE), approval };
  const reason = `nobody decided within ${formatDuration(timeoutMs)}`;
  return onTimeout === 'approve'
    ? { state: 'succeeded', reason: `${reason}, which counts as approved`, approval }
    : { ...failed(reason), approval };
}

const result = (
  stepId: string,
  decision: ApprovalResult['decision'],
  by: string | null,
  reason: string | null,
): ApprovalResult => {
  reportApproval(stepId, decision);
  return { decision, by, reason, at: new Date().toISOString() };
};
