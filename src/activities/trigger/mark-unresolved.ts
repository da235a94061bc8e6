import { activityInfo, getClient } from '@temporalio/activity';
import { unresolvedMarkWorkflowId } from '../../model/temporal/names.js';
import { endTurn } from '../base/end-turn.js';
import { beginTurn, ownExecution } from './standing-turn.js';

/**
 * Leaves a mark for the next start of this workflow: an execution whose ID it can ask for, which asks less of a server than a list of
 * executions. It has ended at once, so that Temporal keeps it for as long as the workflow that it is of.
 */
export const markUnresolved = () => async (): Promise<null> => {
  const client = getClient();
  const { workflowId = '' } = activityInfo().workflowExecution ?? {};
  const mark = await beginTurn(client, unresolvedMarkWorkflowId(workflowId), ownExecution(''));
  if (mark !== null) await endTurn(client, mark, 'a mark that a trigger is unresolved');
  return null;
};
