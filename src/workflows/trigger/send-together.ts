import { ApplicationFailure } from '@temporalio/common';
import type { PostEnd } from '../../activities/trigger/trigger-runs.js';
import type { TaskSummary } from '../../model/api/task.js';
import type { Fence } from '../../model/run/fence.js';
import { posting } from '../shared/activities.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';
import { answered, failed, sendPost } from './send-post.js';
import type { SendPost, Sent } from './send-post.js';

/**
 * Sends the first POST of each of several triggers in one activity, and those after it by themselves. `basedOn` as in
 * `TriggerRunRequest`: the same for all of them.
 */
export function sendTogether(task: TaskSummary, together: readonly Prepared[], basedOn: string): SendPost {
  const unsent = new Set(together);
  let sent: Promise<PostEnd[]> | null = null;
  const sendAll = (): Promise<PostEnd[]> => {
    const triggers = together.map(({ fields }) => fields);
    return posting(`trigger ${triggers.length} windows of ${task.name}`).triggerRuns({
      task,
      triggers,
      basedOn,
    });
  };
  return async (prepared, ...others) => {
    if (together.length < 2 || !unsent.delete(prepared)) return sendPost(prepared, ...others);
    const [, fence] = others;
    try {
      const ends = await (sent ??= sendAll());
      return sorted(ends[together.indexOf(prepared)], fence);
    } catch (error) {
      return failed(error);
    }
  };
}

function sorted(end: PostEnd | undefined, fence: Fence): Sent {
  if (end === undefined) return { kind: 'ambiguous', error: 'it is not told what became of the request' };
  if ('run' in end) return answered(end.run, fence);
  const { type, message, details } = end.failure;
  return failed(ApplicationFailure.create({ type, message, details, nonRetryable: true }));
}
