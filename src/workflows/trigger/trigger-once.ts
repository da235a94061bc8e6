import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { AmbiguityPolicy } from '../../model/api/policies.js';
import type { OpenedFence } from '../../model/run/unresolved.js';
import type { TriggerWindowInput, TriggeredWindow } from '../../model/run/trigger-window.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { failure, unresolvedOf } from '../shared/failures.js';
import { takeDatasetTurn } from './dataset-turn.js';
import { openFence } from './open-fence.js';
import type { Prepared } from './prepare.js';
import { recordTrigger, recordUnresolved } from './record-trigger.js';
import { triggerBeyond } from './trigger-beyond.js';
import { late, takenBy } from './triggered.js';
import type { Triggered } from './triggered.js';
import { triggerInTurn, untilFree } from './turn.js';
import { waitToSend } from './wait-to-send.js';

/**
 * Triggers a run once (design/trigger-once.md): fence, one POST an attempt, and after an answer that leaves its fate open a
 * look back to the fence, to adopt the run, to send once more, or to stop. Experiments are told apart by their names, and
 * wait for their turn in the dataset; an evaluation is triggered by a child that holds its turn.
 *
 * A cancel ends it if nothing can have been started. Otherwise the run is found first and returned, and the next thing
 * that the caller awaits is cancelled.
 */
export async function triggerOnce(prepared: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  try {
    const triggered = await (prepared.mark.experimentName === null
      ? triggerByTurn(prepared, onAmbiguous)
      : triggerByName(prepared, onAmbiguous));
    if ('left' in triggered) recordUnresolved(triggered.left);
    return triggered;
  } catch (error) {
    recordUnresolved(unresolvedOf(error));
    throw error;
  }
}

const BEHIND_ANOTHER =
  'another experiment of its dataset was active, and experiments of one dataset run one at a time';

/** The first fence is kept for all attempts: a run of an earlier POST may show up late. */
async function triggerByName(given: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  if (!(await takeDatasetTurn(given))) return late(given, 0, BEHIND_ANOTHER);
  const fence = await openAndRecord(given, null);
  const [existing] = fence.experiments;
  const name = fence.reopened?.experimentName ?? null;
  const prepared = name === null ? given : withExperimentName(given, name);
  const triggered =
    existing === undefined || fence.reopened !== null
      ? await triggerBeyond(fence, prepared, onAmbiguous, waitToSend(prepared))
      : takenBy(existing, prepared, 0);
  recordTrigger(fence, prepared, triggered);
  return name === null ? triggered : { ...triggered, experimentName: name };
}

const withExperimentName = (prepared: Prepared, experimentName: string): Prepared => ({
  ...prepared,
  fields: { ...prepared.fields, experimentName },
  mark: { ...prepared.mark, experimentName },
});

/**
 * The fence is in the memo before anything can have been sent: an execution after a reset looks back to it. `turnId` as in
 * `FormerIntent`.
 */
async function openAndRecord(prepared: Prepared, turnId: string | null): Promise<OpenedFence> {
  const { task, mark, isNameGiven, key, formerIds } = prepared;
  const { experimentName: name, datasetId } = mark;
  const fence = await openFence(task.id, {
    intent: { turnId, key, formerIds },
    ...(isNameGiven && name !== null ? { experiment: { datasetId, name } } : {}),
  });
  recordTrigger(fence, prepared, null);
  return fence;
}

async function triggerByTurn(prepared: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  const send = waitToSend(prepared);
  for (let unsent = 1; ;) {
    const fence = await openAndRecord(prepared, turnWorkflowId(prepared.mark));
    const ended = await triggerInTurn(inputOf(prepared, onAmbiguous, fence));
    if (ended === null) {
      if (!(await untilFree(prepared.mark, leftMsOf(prepared)))) return late(prepared, 0);
    } else if (ended.kind === 'not-sent') {
      const end = await send(ended, unsent++, 0);
      if (end !== null) return end;
    } else {
      const triggered = triggeredOf(ended);
      recordTrigger(fence, prepared, triggered);
      return triggered;
    }
  }
}

const leftMsOf = ({ giveUpAtMs }: Prepared): number | null =>
  giveUpAtMs === null ? null : giveUpAtMs - Date.now();

const inputOf = (
  { task, fields, mark, settleMs, giveUpAtMs, key }: Prepared,
  onAmbiguous: AmbiguityPolicy,
  fence: OpenedFence,
): TriggerWindowInput => ({
  task,
  fields,
  mark,
  settleMs,
  giveUpAtMs,
  onAmbiguous,
  key,
  fence,
  isFenceShared: false,
});

function triggeredOf(ended: Exclude<TriggeredWindow, { kind: 'not-sent' }>): Triggered {
  switch (ended.kind) {
    case 'started':
      return ended;
    case 'no-data':
      return { noData: ended.reason, provenance: ended.provenance };
    case 'late':
      return { late: ended.reason, provenance: ended.provenance };
    case 'unconfirmed':
      return { unconfirmed: ended.reason, provenance: ended.provenance, left: ended.left };
    case 'refused':
      throw ApplicationFailure.create({
        type: ended.type,
        message: ended.reason,
        details: ended.details,
        nonRetryable: true,
      });
    case 'unresolved':
      throw failure('TriggerUnresolved', ended.reason, ended.left);
    case 'cancelled':
      throw new CancelledFailure('cancelled before a run was started');
  }
}
