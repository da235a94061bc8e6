import { workflowInfo } from '@temporalio/workflow';
import { isGivenUsable } from '../../model/run/trigger/given-trigger.js';
import type { GivenTrigger } from '../../model/run/trigger/given-trigger.js';
import type { RunTaskInput } from '../../model/run/inputs.js';
import { datasetTurnOf } from '../../model/run/trigger/opened-trigger.js';
import type { Opened } from '../../model/run/trigger/opened-trigger.js';
import type { Prepared } from '../../model/run/trigger/prepared.js';

/** What the parent gave, if that was lately, and the parent was not reset since; else null. */
export const usableOf = ({ given }: RunTaskInput): GivenTrigger | null =>
  given !== undefined && isGivenUsable(given, workflowInfo().parent?.runId, Date.now()) ? given : null;

/** The trigger of an experiment as its parent opened it, for itself and others; null: it opens it by itself. */
export function openedBy({ fence, isFirst }: GivenTrigger, prepared: Prepared): Opened | null {
  // After a reset of this workflow the POST is based on another execution's fence, and so counts as in doubt.
  const { originalExecutionRunId: readBy } = workflowInfo();
  if (fence === null || !isFirst || datasetTurnOf(prepared, readBy) !== null) return null;
  return { turn: null, fence: { ...fence, readBy } };
}
