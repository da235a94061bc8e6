import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { TakenOfMany } from '../../activities/trigger/take-turns.js';
import type {
  TriggerWindowsInput,
  TriggeredWindow,
  WindowToTrigger,
} from '../../model/run/trigger-windows.js';
import type { OpenedFence, UnresolvedTrigger } from '../../model/run/unresolved.js';
import { omit } from '../../model/base/objects.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { innermost } from '../shared/failures.js';
import { openFence } from './open-fence.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { recordUnresolvedTurns } from './record-trigger.js';

/** A trigger in its turn, with its fence; or why it does not begin. */
export type Begun = { prepared: Prepared; fence: OpenedFence } | TriggeredWindow;

/**
 * The fences of windows whose turns were taken: the one that they share, that of a trigger before which was not settled, or one
 * that is read now for those whose turn somebody had since.
 */
export async function beginAll(input: TriggerWindowsInput, turns: readonly TakenOfMany[]): Promise<Begun[]> {
  const left = input.windows.flatMap(({ mark }, at): [string, UnresolvedTrigger][] => {
    const before = turns[at]?.left ?? null;
    return before === null ? [] : [[turnWorkflowId(mark), before]];
  });
  // If somebody ends this workflow by hand, the next start looks back as far.
  recordUnresolvedTurns(left);
  const fresh = await freshFence(input, turns);
  return input.windows.map((window, at) => {
    const turn = turns[at] ?? null;
    if (turn === null) return { kind: 'turn-taken' };
    const fence = needsFresh(input, window, turn) ? fresh : sharedFence(input, window, turn.left);
    return 'kind' in fence ? fence : { prepared: preparedOf(input, window), fence };
  });
}

function needsFresh(
  { fence }: TriggerWindowsInput,
  { isCareful }: WindowToTrigger,
  turn: TakenOfMany,
): boolean {
  if (turn === null || !turn.isUsedSince) return false;
  const looksBack = turn.left !== null || (isCareful && fence.reopened !== null);
  return !looksBack;
}

function sharedFence(
  { fence }: TriggerWindowsInput,
  { isCareful }: WindowToTrigger,
  left: UnresolvedTrigger | null,
): OpenedFence {
  // After a reset of this workflow the POST is based on another execution's fence, and so counts as in doubt.
  const readBy = workflowInfo().originalExecutionRunId;
  if (left === null) return { ...fence, reopened: isCareful ? fence.reopened : null, readBy };
  return { ...left.fence, reopened: { runId: null, posts: left.posts, experimentName: null }, readBy };
}

async function freshFence(
  input: TriggerWindowsInput,
  turns: readonly TakenOfMany[],
): Promise<OpenedFence | TriggeredWindow> {
  const needed = input.windows.filter((window, at) => needsFresh(input, window, turns[at] ?? null));
  if (needed.length === 0) return input.fence;
  try {
    const windows = needed.flatMap(({ mark }) => mark.window ?? []);
    return omit(await openFence(input.task.id, { windows }), 'learned');
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled' };
    const inner = innermost(error);
    if (inner instanceof ApplicationFailure) return refusedBy(inner);
    throw error;
  }
}

const preparedOf = (
  { task, settleMs }: TriggerWindowsInput,
  { fields, mark }: WindowToTrigger,
): Prepared => ({
  task: { ...task, evaluationTaskIds: [] },
  fields,
  mark,
  settleMs,
  giveUpAtMs: null,
  key: null,
  formerIds: [],
  isNameGiven: false,
  onNameTaken: 'fail',
  isAwaited: false,
  isDatasetShared: true,
});

export const refusedBy = ({ type, message, details }: ApplicationFailure): TriggeredWindow => ({
  kind: 'refused',
  type: type ?? '',
  reason: message,
  details: details ?? [],
});
