import { triggerWindowProblem } from '../../model/run/trigger-window.js';
import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { innermost, messageOf } from '../shared/failures.js';
import type { Prepared } from './prepare.js';
import { triggerBeyond } from './trigger-beyond.js';
import type { WhenUnsent } from './trigger-beyond.js';
import type { Triggered } from './triggered.js';
import { waitToSend } from './wait-to-send.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * Triggers the run of one window, once (design/backfill.md). Must be started under the id of the window's turn, which it
 * holds by running. Never fails on account of the service: why there is no run is a value.
 */
export async function triggerWindow(input: TriggerWindowInput): Promise<TriggeredWindow> {
  requireOwn(WORKFLOWS.triggerWindow);
  requireInput(WORKFLOWS.triggerWindow, triggerWindowProblem(input));
  const { originalExecutionRunId: readBy } = workflowInfo();
  const prepared = preparedOf(input);
  try {
    // After a reset of this workflow the POST is based on another execution's fence, and so counts as in doubt.
    const fence = { ...input.fence, readBy };
    return told(await triggerBeyond(fence, prepared, input.onAmbiguous, handBack(prepared)));
  } catch (error) {
    return isCancellation(error) ? { kind: 'cancelled' } : whyNot(error);
  }
}

const preparedOf = ({ task, fields, mark, settleMs }: TriggerWindowInput): Prepared => ({
  task: { ...task, evaluationTaskIds: [] },
  fields,
  mark,
  settleMs,
  giveUpAtMs: null,
  isBusyOnConflict: true,
});

/** A request that did not leave is the parent's to send again, which begins nothing else meanwhile. */
const handBack =
  (prepared: Prepared): WhenUnsent<TriggeredWindow> =>
  async (answer, unsent, posts) => {
    if (posts === 0) return { kind: 'not-sent', retryAfterMs: answer.retryAfterMs };
    await waitToSend(prepared)(answer, unsent, posts);
    return null;
  };

function told(triggered: Triggered | TriggeredWindow): TriggeredWindow {
  if ('kind' in triggered) return triggered;
  if ('runId' in triggered) return { kind: 'started', ...triggered };
  if ('noData' in triggered) return { kind: 'no-data', reason: triggered.noData };
  return { kind: 'unresolved', reason: 'late' in triggered ? triggered.late : triggered.unconfirmed };
}

function whyNot(error: unknown): TriggeredWindow {
  const inner = innermost(error);
  // What fails beside the POST is a look at what it did.
  const isAnswer =
    error instanceof ApplicationFailure && error.type !== ('TriggerUnresolved' satisfies FailureType);
  if (isAnswer) return { kind: 'refused', type: error.type ?? '', reason: error.message };
  if (inner instanceof ApplicationFailure) return { kind: 'unresolved', reason: messageOf(error) };
  throw error;
}
