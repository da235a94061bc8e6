import { definedOnly } from '../../model/base/objects.js';
import { posting } from '../shared/activities.js';
import { recordTrigger } from './record-trigger.js';
import { answered, failed } from './send-post.js';
import type { SendPost, Sent } from './send-post.js';

/**
 * Sends a POST whose fence is in its input, where another execution finds it while the POST is under way. If its answer is not
 * simply a run, the fence is put into the memo, which is cheaper to read: what follows may take long.
 */
export const sendRecorded: SendPost = async (prepared, basedOn, fence) => {
  const { task, fields, key, isAwaited } = prepared;
  const { newestCreatedAt, runIds, experiments, isPartial } = fence;
  const record = { fence: definedOnly({ newestCreatedAt, runIds, experiments, isPartial }), key };
  const sent = await posting(`trigger ${task.name}`)
    .triggerRun({ task, fields, basedOn, record, ...(isAwaited ? { isAwaited } : {}) })
    .then((run): Sent => answered(run, fence), failed);
  if (sent.kind !== 'created') recordTrigger(fence, prepared, null);
  return sent;
};
