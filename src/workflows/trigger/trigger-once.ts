import type { AmbiguityPolicy } from '../../model/api/policies.js';
import { openFence } from './open-fence.js';
import type { Prepared } from './prepare.js';
import { recordTrigger } from './record-trigger.js';
import { triggerBeyond } from './trigger-beyond.js';
import { late } from './triggered.js';
import type { Triggered } from './triggered.js';
import { inTurn } from './turn.js';
import { waitToSend } from './wait-to-send.js';

/**
 * Triggers a run once (design/trigger-once.md): fence, one POST an attempt, and after an answer that leaves its fate open a
 * look back to the fence, to adopt the run, to send once more, or to stop.
 *
 * A cancel ends it where nothing can have been started. Else the run is found first and returned, and the next thing
 * that the caller awaits is cancelled.
 */
export async function triggerOnce(prepared: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  const triggered = await inTurn(prepared, () => triggerInTurn(prepared, onAmbiguous));
  return triggered ?? late(prepared, 0);
}

async function triggerInTurn(prepared: Prepared, onAmbiguous: AmbiguityPolicy): Promise<Triggered> {
  // The first fence is kept for all attempts: a run of an earlier POST may show up late.
  const fence = await openFence(prepared.task.id);
  recordTrigger(fence, prepared, null);
  const triggered = await triggerBeyond(fence, prepared, onAmbiguous, waitToSend(prepared));
  recordTrigger(fence, prepared, triggered);
  return triggered;
}
