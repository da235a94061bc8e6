import { getClient } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { AxClient } from '../../ax/ax-client.js';
import { definedOnly } from '../../model/base/objects.js';
import type { Opened, TakeTurnRequest } from '../../model/run/trigger/opened-trigger.js';
import { NOTHING_LEFT, isSameExecution } from '../../model/run/turn.js';
import type { TurnState } from '../../model/run/shared-fence.js';
import type { FormerTrigger, HeldTurn, ReleaseTurnRequest, TurnHolder } from '../../model/run/turn.js';
import type { ActivityDeps } from '../base/deps.js';
import { stillRunning } from '../base/failures.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { behindText, formerTriggerIn } from './former-trigger.js';
import { newestRunsNow } from './newest-runs.js';
import type { ReadNewestRuns } from './newest-runs.js';
import { openFence } from './read-fence.js';
import { endTurn } from '../base/end-turn.js';
import { beginTurn, holderOf, ownExecution, toldLeftOf } from './standing-turn.js';
import { turnDelayMs } from './turn-delay.js';

/** One attempt is one look; it fails as `StillRunning` if another one has the turn. */
export const takeTurn =
  ({ ax }: ActivityDeps) =>
  async (request: TakeTurnRequest): Promise<Opened> => {
    const opened = await tryToOpenInTurn(ax, request, newestRunsNow(ax));
    if ('behind' in opened) throw stillRunning(opened.behind, turnDelayMs());
    return opened;
  };

/**
 * Takes the turn of a mark, and then reads the fence (design/trigger-once.md, steps 2 and 3): another intent may have
 * triggered until then. In a turn that nobody had before, nobody can have, so that what was read shortly before will do.
 */
export async function tryToOpenInTurn(
  ax: AxClient,
  { turnId, taskId, originalRunId, key, window }: TakeTurnRequest,
  newestRunsOfLate: ReadNewestRuns,
): Promise<Opened | Behind> {
  const taken = await tryToTakeTurn(getClient(), turnId, ownExecution(originalRunId), window !== null);
  if ('behind' in taken) return taken;
  const { turn, former, before } = taken;
  const newestRuns = before === null ? newestRunsOfLate : newestRunsNow(ax);
  return { turn, fence: await openFence(newestRuns, { taskId, window, originalRunId, former, key }) };
}

/** What somebody waits for who does not get a turn, in words. */
interface Behind {
  behind: string;
}

/** A turn, and what the trigger before left in it. */
type TriedTurn =
  | {
      turn: HeldTurn;
      former: FormerTrigger;
      /** What stood for the turn before; null: nothing ever did. */
      before: TurnState | null;
    }
  | Behind;

/**
 * Takes a turn for `me` if it is free. Compares and sets: of those who find the same execution to stand for a turn that is
 * over, one ends it; of those who find none, one starts another. Most windows are evaluated once, so that the turn of a
 * window is taken without a look if nobody took it before.
 */
export async function tryToTakeTurn(
  client: Client,
  turnId: string,
  me: TurnHolder,
  isOfWindow: boolean,
): Promise<TriedTurn> {
  const first = isOfWindow ? await beginTurn(client, turnId, me, { isFirst: true }) : null;
  if (first !== null) return { turn: first, former: NOTHING_LEFT, before: null };
  const turn = await describeWorkflow(client, turnId);
  if (turn === null) return begin(client, turnId, me, null);
  const isOpen = turn.status.name === 'RUNNING';
  const before = { isRunning: isOpen, closedMs: turn.closeTime?.getTime() ?? null };
  const held = { workflowId: turnId, executionId: turn.runId };
  // An attempt before this one took it, whose result was lost.
  if (isOpen && isMine(turn, me)) return { turn: held, former: toldLeftOf(turn), before };
  const former = await formerTriggerIn(client, turn, me);
  if ('heldBy' in former) return { behind: behindText(turn, former.heldBy) };
  if (isOpen && !(await endTurn(client, held, `the turn passed to ${me.workflowId}`))) return ANOTHER;
  return begin(client, turnId, me, { former, before, executionId: turn.runId });
}

const ANOTHER: TriedTurn = { behind: 'waiting for its turn behind another workflow' };

function isMine(turn: WorkflowExecutionDescription, me: TurnHolder): boolean {
  const holder = holderOf(turn);
  return holder !== null && isSameExecution(holder, me);
}

/** What stood for a turn before, and what the trigger in it left. */
interface TurnBefore {
  former: FormerTrigger;
  before: TurnState;
  executionId: string;
}

async function begin(
  client: Client,
  turnId: string,
  me: TurnHolder,
  last: TurnBefore | null,
): Promise<TriedTurn> {
  const { former = NOTHING_LEFT, before = null, executionId } = last ?? {};
  const turn = await beginTurn(client, turnId, me, { former, ...definedOnly({ before: executionId }) });
  return turn === null ? ANOTHER : { turn, former, before };
}

/** Gives a turn back; nothing happens if it has passed on, or the caller does not have it. */
export const releaseTurn =
  () =>
  async ({ workflowId, executionId }: ReleaseTurnRequest): Promise<null> => {
    const client = getClient();
    const held = executionId ?? (await heldByMe(client, workflowId));
    if (held !== null) await endTurn(client, { workflowId, executionId: held }, RELEASED);
    return null;
  };

const RELEASED = 'its holder gave it back';

async function heldByMe(client: Client, turnId: string): Promise<string | null> {
  const turn = await describeWorkflow(client, turnId);
  return turn?.status.name === 'RUNNING' && isMine(turn, ownExecution('')) ? turn.runId : null;
}
