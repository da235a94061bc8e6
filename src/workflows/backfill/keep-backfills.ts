import { allHandlersFinished, condition, defineUpdate, setHandler, workflowInfo } from '@temporalio/workflow';
import {
  CLAIM_UPDATE,
  afterClaim,
  claimProblem,
  keepBackfillsProblem,
} from '../../model/backfill/backfill-claims.js';
import type { ClaimAnswer, ClaimRequest, KeepBackfillsInput } from '../../model/backfill/backfill-claims.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { continueAsNew } from '../shared/continue-as-new.js';
import { failure } from '../shared/failures.js';
import { requireInput, requireOwn } from '../shared/require-input.js';

/**
 * The lock of a task's backfills: grants claims of time one after another, and refuses one that overlaps another
 * (design/backfill.md). Whoever claims finds out which backfills have ended. Lives, continuing as new, until it is
 * cancelled or terminated.
 */
export async function keepBackfills(input: KeepBackfillsInput): Promise<never> {
  requireOwn(WORKFLOWS.keepBackfills);
  requireInput(WORKFLOWS.keepBackfills, keepBackfillsProblem(input));
  const { taskId, resume } = input;
  let state = resume ?? { claims: [], next: 0 };
  const handler = (request: ClaimRequest): ClaimAnswer => {
    const after = afterClaim(state, request, Date.now());
    state = after.state;
    return after.answer;
  };
  const validator = (request: ClaimRequest): void => {
    const problem = claimProblem(request);
    if (problem !== null) throw failure('InvalidInput', problem);
  };
  setHandler(defineUpdate<ClaimAnswer, [ClaimRequest]>(CLAIM_UPDATE), handler, { validator });
  await condition(() => workflowInfo().continueAsNewSuggested && allHandlersFinished());
  return continueAsNew<typeof keepBackfills>({ taskId, resume: state });
}
