import { triggerWindowProblem } from '../../model/run/trigger-window.js';
import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { failure, innermost, messageOf, unresolvedOf } from '../shared/failures.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { openFence } from './open-fence.js';
import type { Prepared } from './prepare.js';
import { recordUnresolved } from './record-trigger.js';
import { triggerBeyond } from './trigger-beyond.js';
import type { WhenUnsent } from './trigger-beyond.js';
import type { Triggered } from './triggered.js';
import { waitToSend } from './wait-to-send.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * Triggers one run of an evaluation task, once (design/trigger-once.md). Must be started under the id of its turn, which it
 * holds by running. Never fails on account of the service: why there is no run is a value.
 */
export async function triggerWindow(input: TriggerWindowInput): Promise<TriggeredWindow> {
  requireOwn(WORKFLOWS.triggerWindow);
  requireInput(WORKFLOWS.triggerWindow, triggerWindowProblem(input));
  const fence = await fenceInTurn(input);
  if ('kind' in fence) return fence;
  const ended = await triggerInItsTurn(fence, input);
  if ('left' in ended) recordUnresolved(ended.left);
  return ended;
}

async function triggerInItsTurn(fence: OpenedFence, input: TriggerWindowInput): Promise<TriggeredWindow> {
  const prepared = preparedOf(input);
  try {
    return resultOf(await triggerBeyond(fence, prepared, input.onAmbiguous, handBack(prepared)));
  } catch (error) {
    return isCancellation(error) ? { kind: 'cancelled' } : whyNot(error);
  }
}

/** Another intent may have had the turn since `fence` was read, whose run would look like ours; so it is read again. */
async function fenceInTurn({
  fence,
  isFenceShared,
  task,
}: TriggerWindowInput): Promise<OpenedFence | TriggeredWindow> {
  // After a reset of this workflow the POST is based on another execution's fence, and so counts as in doubt.
  if (isFenceShared || fence.reopened !== null)
    return { ...fence, readBy: workflowInfo().originalExecutionRunId };
  try {
    return await openFence(task.id);
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled' };
    const inner = innermost(error);
    if (inner instanceof ApplicationFailure) return refusedBy(inner);
    throw error;
  }
}

const preparedOf = ({ task, fields, mark, settleMs, giveUpAtMs, key }: TriggerWindowInput): Prepared => ({
  task: { ...task, evaluationTaskIds: [] },
  fields,
  mark,
  settleMs,
  giveUpAtMs,
  key,
  formerIds: [],
  isNameGiven: false,
  onNameTaken: 'fail',
  isDatasetShared: true,
});

/** A request that did not leave is the parent's to send again, which gives the turn to others meanwhile. */
const handBack =
  (prepared: Prepared): WhenUnsent<TriggeredWindow> =>
  async (answer, unsent, posts) => {
    if (posts === 0) return answer;
    const end = await waitToSend(prepared)(answer, unsent, posts);
    return end === null ? null : resultOf(end);
  };

function resultOf(triggered: Triggered | TriggeredWindow): TriggeredWindow {
  if ('kind' in triggered) return triggered;
  const { provenance } = triggered;
  if ('runId' in triggered) return { kind: 'started', ...triggered };
  if ('noData' in triggered) return { kind: 'no-data', reason: triggered.noData, provenance };
  if ('late' in triggered) return { kind: 'late', reason: triggered.late, provenance };
  if ('reused' in triggered) throw failure('AxConflict', 'an evaluation makes no experiment');
  return { kind: 'unconfirmed', reason: triggered.unconfirmed, provenance, left: triggered.left };
}

function whyNot(error: unknown): TriggeredWindow {
  const left = unresolvedOf(error);
  if (left !== null) return { kind: 'unresolved', reason: messageOf(error), left };
  const inner = innermost(error);
  if (inner instanceof ApplicationFailure) return refusedBy(inner);
  throw error;
}

const refusedBy = ({ type, message, details }: ApplicationFailure): TriggeredWindow => ({
  kind: 'refused',
  type: type ?? '',
  reason: message,
  details: details ?? [],
});
