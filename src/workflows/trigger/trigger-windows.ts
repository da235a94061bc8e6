import { ApplicationFailure } from '@temporalio/common';
import { isCancellation, workflowInfo } from '@temporalio/workflow';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { triggerWindowsProblem } from '../../model/run/trigger-windows.js';
import type { TriggerWindowsInput, TriggeredWindow } from '../../model/run/trigger-windows.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { failure, innermost, messageOf, unresolvedOf } from '../shared/failures.js';
import { requireInput, requireOwn } from '../shared/require-input.js';
import { beginAll, refusedBy } from './begin-all.js';
import type { Begun } from './begin-all.js';
import { giveAllBack, takeTurns } from './many-turns.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { recordUnresolvedTurns } from './record-trigger.js';
import type { SendPost } from './send-post.js';
import { sendTogether } from './send-together.js';
import { triggerBeyond } from './trigger-beyond.js';
import type { WhenUnsent } from './trigger-beyond.js';
import { tellEarly } from './tell-early.js';
import type { Triggered } from './triggered.js';
import { waitToSend } from './wait-to-send.js';

/**
 * Triggers a run of an evaluation task for each of several windows, each once (design/trigger-once.md). Takes the turns that
 * are free, and holds them until all of its triggers have ended. Never fails on account of the service: why there is no run
 * is a value.
 */
export async function triggerWindows(input: TriggerWindowsInput): Promise<TriggeredWindow[]> {
  requireOwn(WORKFLOWS.triggerWindows);
  requireInput(WORKFLOWS.triggerWindows, triggerWindowsProblem(input));
  if (input.fence.readBy !== workflowInfo().parent?.runId) return input.windows.map(() => STALE);
  const turnIds = input.windows.map(({ mark }) => turnWorkflowId(mark));
  const taken = await takeTurns(turnIds, input.readMs);
  if (taken === null) return turnIds.map(() => NOT_SENT);
  const begun = await beginAll(input, taken.turns);
  const { originalExecutionRunId } = workflowInfo();
  const send = sendTogether(input.task, taken.isOneByOne ? [] : plainOnes(begun), originalExecutionRunId);
  const ends = begun.map((each) => endOf(each, input.onAmbiguous, send));
  await tellEarly(ends);
  const ended = await Promise.all(ends);
  recordUnresolvedTurns(turnIds.flatMap((turnId, at) => leftIn(turnId, ended[at])));
  await giveAllBack(taken.turns.filter((_turn, at) => leftIn('', ended[at]).length === 0));
  return ended;
}

// A parent that is reset cannot tell by itself: what it read before comes again in its replay.
const STALE: TriggeredWindow = { kind: 'stale-fence' };

const NOT_SENT: TriggeredWindow = { kind: 'not-sent', retryAfterMs: null, conflict: null };

/** Those that send their first request without a look before it. */
const plainOnes = (begun: readonly Begun[]): Prepared[] =>
  begun.flatMap((each) => ('prepared' in each && each.fence.reopened === null ? [each.prepared] : []));

const leftIn = (turnId: string, ended: TriggeredWindow | undefined): [string, UnresolvedTrigger][] =>
  ended !== undefined && 'left' in ended && ended.left !== null ? [[turnId, ended.left]] : [];

async function endOf(begun: Begun, onAmbiguous: AmbiguityPolicy, send: SendPost): Promise<TriggeredWindow> {
  if ('kind' in begun) return begun;
  const { prepared, fence } = begun;
  try {
    return resultOf(await triggerBeyond(fence, prepared, onAmbiguous, handBack(prepared), send));
  } catch (error) {
    return isCancellation(error) ? { kind: 'cancelled' } : whyNot(error);
  }
}

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
