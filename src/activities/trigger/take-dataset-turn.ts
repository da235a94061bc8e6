import { getClient } from '@temporalio/activity';
import type { AxClient } from '../../ax/ax-client.js';
import { isAxError } from '../../ax/base/errors.js';
import type { AxError } from '../../ax/base/errors.js';
import { isTerminal } from '../../model/api/task-run.js';
import { isSameHolder } from '../../model/run/turn.js';
import type { TakeDatasetTurnRequest, TakenDatasetTurn } from '../../model/run/dataset-turn.js';
import { datasetTurnWorkflowId } from '../../model/temporal/names.js';
import type { ActivityDeps } from '../base/deps.js';
import type { Looked } from '../base/patient-look.js';
import { endOfHeldTurn, findDatasetTurn } from './dataset-turn.js';
import { endTurn } from '../base/end-turn.js';
import { beginTurn, ownExecution } from './standing-turn.js';
import { turnDelayMs } from './turn-delay.js';

/**
 * Takes the turn of a dataset (design/trigger-once.md): one attempt is one look, as in `awaitTurn`. The turn is free once the
 * run of the workflow that took it last has ended, or that workflow ended without a run. A run that cannot be seen for
 * ten minutes is the answer, so that the caller decides.
 */
export const takeDatasetTurn =
  ({ ax }: ActivityDeps) =>
  async ({
    datasetId,
    originalExecutionId,
    insteadOf,
  }: TakeDatasetTurnRequest): Promise<Looked<TakenDatasetTurn>> => {
    const client = getClient();
    const me = ownExecution(originalExecutionId);
    const turn = await findDatasetTurn(client, datasetId);
    if (turn !== null && isSameHolder(turn.holder, me)) return { found: { unseen: null } };
    if (turn !== null && turn.holder.executionId !== insteadOf) {
      const end = await endOfHeldTurn(client, turn.holder, me);
      if (end === 'holder') return waitsBehind(turn.holder.workflowId);
      if (end !== null) {
        const run = await tryToSee(ax, end.runId);
        if (run === 'active')
          return waitsBehind(`${turn.holder.workflowId}, whose run ${end.runId} is active`);
        if (run !== 'ended') return { refused: run, without: { unseen: turn.holder.executionId } };
      }
    }
    if (turn !== null) await endTurn(client, turn, 'the turn passed to another workflow');
    const taken = await beginTurn(client, datasetTurnWorkflowId(datasetId), me);
    return taken === null ? waitsBehind('another workflow') : { found: { unseen: null } };
  };

const waitsBehind = (holder: string): Looked<never> => ({
  waitsFor: `waiting for its turn behind ${holder} (experiments of one dataset run one at a time)`,
  delayMs: turnDelayMs(),
});

async function tryToSee(ax: AxClient, runId: string): Promise<'active' | 'ended' | AxError> {
  try {
    return isTerminal(await ax.getRun({ runId })) ? 'ended' : 'active';
  } catch (error) {
    if (!isAxError(error)) throw error;
    // With its task, a run is deleted.
    return error.kind === 'AxNotFound' ? 'ended' : error;
  }
}
