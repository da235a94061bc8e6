import { activityInfo } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { MAX_POSTS } from '../../model/run/settling.js';
import { triggerMemoIn } from '../../model/run/trigger-memo.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { NOTHING_LEFT, formerTrigger } from '../../model/run/turn.js';
import type { FormerTrigger, TriggerState, TurnHolder } from '../../model/run/turn.js';
import { UNRESOLVED_MEMO, UNRESOLVED_TURNS_MEMO } from '../../model/run/unresolved.js';
import type { UnresolvedTrigger, UnresolvedTurns } from '../../model/run/unresolved.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { recordedTrigger } from './recorded-trigger.js';
import { holderOf } from './standing-turn.js';

type Execution = WorkflowExecutionDescription;

/**
 * What the last trigger in a turn left to `me`, or the ID of the workflow that has the turn still. `turn` is the newest
 * execution that stood for it.
 */
export async function formerTriggerIn(
  client: Client,
  turn: Execution,
  me: TurnHolder,
): Promise<FormerTrigger | { heldBy: string }> {
  const isOpen = turn.status.name === 'RUNNING';
  const holder = holderOf(turn);
  if (holder === null) return isOpen ? { heldBy: turn.workflowId } : NOTHING_LEFT;
  const former = await leftByHolder(client, turn.workflowId, holder, me);
  if (former !== 'held') return former;
  return isOpen ? { heldBy: holder.workflowId } : NOTHING_LEFT;
}

async function leftByHolder(
  client: Client,
  turnId: string,
  { workflowId, executionId }: TurnHolder,
  me: TurnHolder,
): Promise<FormerTrigger | 'held'> {
  const its = await stateOf(client, await describeWorkflow(client, workflowId, executionId), turnId);
  const isMine = workflowId === me.workflowId;
  const isDecided = isMine || its?.isRunning === true || (its !== null && its.runId !== null);
  if (isDecided) return formerTrigger(its, null);
  return formerTrigger(its, await stateOf(client, await describeWorkflow(client, workflowId), turnId));
}

const ENDED_BY_HAND: readonly string[] = ['TERMINATED', 'TIMED_OUT'];

async function stateOf(
  client: Client,
  execution: Execution | null,
  turnId: string,
): Promise<TriggerState | null> {
  if (execution === null) return null;
  const isBroken = ENDED_BY_HAND.includes(execution.status.name);
  const trigger = isBroken ? await recordedTrigger(client, execution) : triggerMemoIn(execution.memo);
  const broken = isBroken ? brokenOff(trigger) : null;
  const unresolved = execution.memo?.[UNRESOLVED_MEMO] as UnresolvedTrigger | null | undefined;
  const ofTurns = execution.memo?.[UNRESOLVED_TURNS_MEMO] as UnresolvedTurns | undefined;
  return {
    isRunning: execution.status.name === 'RUNNING',
    runId: trigger?.runId ?? null,
    hasBegun: trigger !== null,
    left: ofTurns?.[turnId] ?? unresolved ?? broken,
  };
}

/** A trigger that somebody ended by hand may have sent its requests; null if it had not, or its run is known. */
function brokenOff(trigger: TriggerMemo | null): UnresolvedTrigger | null {
  if (trigger === null || trigger.runId !== null || trigger.isUnsent === true) return null;
  const { fence, taskId, key } = trigger;
  const why = 'the workflow of its trigger was ended by hand';
  return { taskId, fence, posts: MAX_POSTS, experimentName: null, key, candidates: [], why };
}

/** What somebody waits for who found a turn taken. */
export function behindText(turn: Execution, heldBy: string): string {
  const elsewhere =
    turn.taskQueue === activityInfo().taskQueue
      ? ''
      : `, which needs a worker of the task queue "${turn.taskQueue}"`;
  return `waiting for its turn behind ${heldBy}${elsewhere}`;
}
