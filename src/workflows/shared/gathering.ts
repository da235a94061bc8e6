import { workflowInfo } from '@temporalio/workflow';
import { gatherForMs, newPace, paceAfter } from '../../model/base/pace.js';
import { gathering } from './activities.js';

/**
 * Lets what happens at almost the same time come in one workflow task. The server makes a workflow task, of three events
 * and two writes, for each start and each end of a child unless one is open: so the next one is kept open while a workflow
 * is busy.
 */
export interface Gathering {
  /** A workflow task has begun since the last call of `gather`. */
  isTaskOpen: () => boolean;
  /** Keeps the workflow task open, unless the one before began long ago. A cancel or a signal waits for that. */
  gather: (children: Children) => Promise<void>;
}

/** How many children run, and how many have ended so far. */
interface Children {
  running: number;
  ended: number;
}

export function newGathering(): Gathering {
  let pace = newPace(Date.now());
  let beganMs = 0;
  let length = 0;
  return {
    isTaskOpen: () => workflowInfo().historyLength !== length,
    gather: async ({ running, ended }) => {
      const forMs = gatherForMs(pace, running, Date.now() - beganMs);
      // If the worker cannot do it, nothing is gathered.
      if (forMs > 0) await gathering.gather({ forMs }).catch(() => undefined);
      beganMs = Date.now();
      pace = paceAfter(pace, ended, beganMs);
      length = workflowInfo().historyLength;
    },
  };
}
