import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import type { ChildWorkflowHandle } from '@temporalio/workflow';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { giveUpTurn, holdTurn } from './hold-turn.js';
import { waiting } from '../shared/activities.js';
import { isSliceOver } from '../shared/failures.js';
import type { Prepared } from './prepare.js';

type Turn = ChildWorkflowHandle<typeof holdTurn>;

/**
 * Runs a section in which no other intent may be whose run bears the same mark, since the list of runs could not tell
 * the two apart (design/trigger-once.md). Experiments need no turn: their names tell them apart.
 * Null: the deadline passed before it was this intent's turn.
 */
export async function inTurn<T>(prepared: Prepared, section: () => Promise<T>): Promise<T | null> {
  if (prepared.mark.experimentName !== null) return section();
  const turn = await takeTurn(turnWorkflowId(prepared.mark), prepared.giveUpAtMs);
  if (turn === null) return null;
  try {
    return await section();
  } finally {
    await giveUp(turn);
  }
}

async function takeTurn(turnId: string, giveUpAtMs: number | null): Promise<Turn | null> {
  for (;;) {
    const turn = await tryToTake(turnId);
    if (turn !== null) return turn;
    const leftMs = giveUpAtMs === null ? null : giveUpAtMs - Date.now();
    if ((leftMs !== null && leftMs <= 0) || !(await isFree(turnId, leftMs))) return null;
  }
}

async function isFree(turnId: string, leftMs: number | null): Promise<boolean> {
  try {
    await waiting(leftMs).awaitTurn({ turnId });
    return true;
  } catch (error) {
    if (isSliceOver(error)) return false;
    throw error;
  }
}

// A cancel must not undo a start that was sent: the turn would be held by nobody, or given up in the midst of a POST.
const tryToTake = (turnId: string): Promise<Turn | null> =>
  CancellationScope.nonCancellable(async () => {
    try {
      return await startChild(holdTurn, {
        workflowId: turnId,
        staticSummary: 'a turn to trigger; ended by its holder',
        cancellationType: ChildWorkflowCancellationType.ABANDON,
        parentClosePolicy: ParentClosePolicy.TERMINATE,
      });
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
      throw error;
    }
  });

// Its end is waited for, so that whoever closes with this workflow leaves no turn to be terminated.
const giveUp = (turn: Turn): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    try {
      await turn.signal(giveUpTurn);
      await turn.result();
    } catch {
      // A turn that is gone was taken back, or ended by hand: there is nothing left to give up.
    }
  });
