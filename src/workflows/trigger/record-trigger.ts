import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import { UNRESOLVED_TURNS_MEMO } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger, UnresolvedTurns } from '../../model/run/unresolved.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import type { Fence } from '../../model/run/fence.js';
import { plainId } from '../../model/api/resource-id.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import type { Triggered } from './triggered.js';

/** Keeps in the memo what a reset and an observer can read without this history. */
export function recordTrigger(fence: Fence, prepared: Prepared, triggered: Triggered | null): void {
  const facts = factsOf(fence, prepared);
  if (triggered === null) record({ ...facts, runId: null, provenance: null, createdByUserId: null });
  else if ('runId' in triggered) {
    const { runId, provenance, createdByUserId = null } = triggered;
    record({ ...facts, runId, provenance, createdByUserId });
  }
}

/** Keeps in the memo that nothing was sent, nor is in doubt. */
export const recordUnsent = (fence: Fence, prepared: Prepared): void =>
  record({
    ...factsOf(fence, prepared),
    runId: null,
    provenance: null,
    createdByUserId: null,
    isUnsent: true,
  });

function factsOf(fence: Fence, { task, fields, key }: Prepared) {
  const evaluationTaskIds = fields.evaluationTaskIds?.map(plainId);
  return { fence, key, taskId: task.id, ...(evaluationTaskIds === undefined ? {} : { evaluationTaskIds }) };
}

function record(trigger: TriggerMemo): void {
  upsertMemo({ [TRIGGER_MEMO]: trigger });
}

/** Keeps in the memo of a workflow that triggers in several turns which are unresolved; what was recorded before is replaced. */
export function recordUnresolvedTurns(left: readonly [turnId: string, left: UnresolvedTrigger][]): void {
  const turns: UnresolvedTurns = Object.fromEntries(left);
  if (left.length > 0 || workflowInfo().memo?.[UNRESOLVED_TURNS_MEMO] !== undefined)
    upsertMemo({ [UNRESOLVED_TURNS_MEMO]: turns });
}
