import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { definedOnly } from '../../model/base/objects.js';
import { namedFenceOf } from '../../model/run/trigger/opened-trigger.js';
import type { Opened } from '../../model/run/trigger/opened-trigger.js';
import { unresolvedOf } from '../shared/failures.js';
import { takeDatasetTurn } from './dataset-turn.js';
import { openFence } from './open-fence.js';
import { giveBack, takeTurn } from './own-turn.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import type { PreparedTrigger } from './prepare.js';
import { keepUnresolved } from './keep-unresolved.js';
import { recordTrigger, recordUnsent } from './record-trigger.js';
import type { NotSent } from './send-post.js';
import { sendRecorded } from './send-recorded.js';
import { triggerBeyond } from './trigger-beyond.js';
import type { WhenUnsent } from './trigger-beyond.js';
import { late, takenBy } from './triggered.js';
import type { Triggered } from './triggered.js';
import { waitToSend } from './wait-to-send.js';
import { reportFailedTrigger, reportTrigger } from '../shared/report.js';

/**
 * Triggers a run once (design/trigger-once.md): fence, one POST an attempt, and after an answer that leaves its fate open a
 * look back to the fence, to adopt the run, to send once more, or to stop. Experiments are told apart by their names, and
 * wait for their turn in the dataset; an evaluation takes the turn of its mark.
 *
 * A cancel ends it if nothing can have been started. Otherwise the run is found first and returned, and the next thing
 * that the caller awaits is cancelled.
 */
export async function triggerOnce(given: PreparedTrigger, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  const { prepared } = given;
  try {
    const triggered = await (prepared.mark.experimentName === null
      ? triggerByTurn(given, onAmbiguous)
      : triggerByName(given, onAmbiguous));
    if ('left' in triggered) await keepUnresolved(triggered.left, prepared);
    reportTrigger(prepared.task.name, triggered);
    return triggered;
  } catch (error) {
    await keepUnresolved(unresolvedOf(error), prepared);
    reportFailedTrigger(prepared.task.name, error);
    throw error;
  }
}

const BEHIND_ANOTHER =
  'another experiment of its dataset was active, and experiments of one dataset run one at a time';

/** The first fence is kept for all attempts: a run of an earlier POST may show up late. */
async function triggerByName(
  { prepared: given, opened }: PreparedTrigger,
  onAmbiguous: AmbiguityPolicy,
): Promise<Triggered> {
  if (opened === null && !(await takeDatasetTurn(given))) return late(given, 0, BEHIND_ANOTHER);
  const { learned, ...fence } = opened?.fence ?? (await openFence(given.task.id, namedFenceOf(given)));
  if (fence.reopened !== null) recordTrigger(fence, given, null);
  const [existing] = fence.experiments;
  const name = fence.reopened?.experimentName ?? null;
  const prepared = name === null ? given : withExperimentName(given, name);
  const triggered =
    existing === undefined || fence.reopened !== null
      ? await triggerBeyond(fence, prepared, onAmbiguous, waitToSend(prepared), sendRecorded)
      : takenBy(existing, prepared, 0);
  recordTrigger(fence, prepared, triggered);
  return { ...triggered, ...(name === null ? {} : { experimentName: name }), ...definedOnly({ learned }) };
}

const withExperimentName = (prepared: Prepared, experimentName: string): Prepared => ({
  ...prepared,
  fields: { ...prepared.fields, experimentName },
  mark: { ...prepared.mark, experimentName },
});

/** A request that did not leave gives the turn back while it waits to be sent again. */
async function triggerByTurn(
  { prepared, opened }: PreparedTrigger,
  onAmbiguous: AmbiguityPolicy,
): Promise<Triggered> {
  const send = waitToSend(prepared);
  let first = opened;
  for (let unsent = 1; ;) {
    const taken = first ?? (await takeTurn(prepared));
    first = null;
    if (taken === null) return late(prepared, 0);
    const triggered = await triggerInTurn(taken, prepared, onAmbiguous, send);
    if (!('kind' in triggered)) return triggered;
    const end = await send(triggered, unsent++, 0);
    if (end !== null) return end;
  }
}

/**
 * Triggers a run in its turn. Who holds a turn gives it back once its trigger is settled: with a run, the wait for it does. A
 * trigger that is not settled keeps it, for whoever starts the same again.
 */
async function triggerInTurn(
  { turn, fence: { learned, ...fence } }: Opened,
  prepared: Prepared,
  onAmbiguous: AmbiguityPolicy,
  send: WhenUnsent<Triggered>,
): Promise<Triggered | NotSent> {
  if (fence.reopened !== null) recordTrigger(fence, prepared, null);
  try {
    const whenUnsent = unlessNoneWasSent(send);
    const triggered = await triggerBeyond(fence, prepared, onAmbiguous, whenUnsent, sendRecorded);
    if ('kind' in triggered) recordUnsent(fence, prepared);
    else recordTrigger(fence, prepared, triggered);
    if ('runId' in triggered) return { ...triggered, turn, ...definedOnly({ learned }) };
    if (!('left' in triggered)) await giveBack(turn);
    return triggered;
  } catch (error) {
    if (unresolvedOf(error) === null) await giveBack(turn);
    throw error;
  }
}

const unlessNoneWasSent =
  (send: WhenUnsent<Triggered>): WhenUnsent<Triggered | NotSent> =>
  async (answer, unsent, posts) =>
    posts === 0 ? answer : send(answer, unsent, posts);
