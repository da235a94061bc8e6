import { activityInfo } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { BEFORE_MEMO, HOLDER_MEMO, LEFT_MEMO, NOTHING_LEFT } from '../../model/run/turn.js';
import type { FormerTrigger, HeldTurn, TurnHolder } from '../../model/run/turn.js';
import type { UnresolvedTrigger } from '../../model/run/unresolved.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';

/**
 * The execution of `holdTurn` that stands for a turn starts so late that no worker ever runs it: it costs one event, and a
 * second one when it is terminated. One that nobody terminated ends itself a day after that.
 */
const DELAY = '365 days';
const AFTER_DELAY = '1 day';

/** The execution in which this activity runs, as a holder of turns. */
export function ownExecution(originalExecutionId: string): TurnHolder {
  const { workflowId = '', runId = '' } = activityInfo().workflowExecution ?? {};
  return { workflowId, executionId: runId, originalExecutionId };
}

/** Who has or had a turn; null if what stands for it is no `holdTurn`. */
export const holderOf = ({ memo }: WorkflowExecutionDescription): TurnHolder | null =>
  (memo?.[HOLDER_MEMO] as TurnHolder | undefined) ?? null;

/** What the trigger before left, as it was told to whoever took the turn. */
export const toldLeftOf = ({ memo }: WorkflowExecutionDescription): FormerTrigger => ({
  left: (memo?.[LEFT_MEMO] as UnresolvedTrigger | undefined) ?? null,
});

/** The execution that stood for the turn before this one; null if none is known. */
export const beforeOf = ({ memo }: WorkflowExecutionDescription): string | null =>
  (memo?.[BEFORE_MEMO] as string | undefined) ?? null;

interface BeginTurnOptions {
  /** What the trigger before left; nothing when absent. */
  former?: FormerTrigger;
  /** The execution that stood for it before; none when absent. */
  before?: string;
  /** Only if Temporal knows of nobody who took it before; false when absent. */
  isFirst?: boolean;
}

/** Takes a free turn; null if another one took it in the same moment, of which Temporal lets but one succeed. */
export async function beginTurn(
  client: Client,
  workflowId: string,
  holder: TurnHolder,
  { former = NOTHING_LEFT, before, isFirst = false }: BeginTurnOptions = {},
): Promise<HeldTurn | null> {
  try {
    const { firstExecutionRunId } = await client.workflow.start(WORKFLOWS.holdTurn, {
      workflowId,
      taskQueue: activityInfo().taskQueue,
      args: [{ holder: holder.workflowId }],
      memo: memoOf(holder, former, before),
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: isFirst ? 'REJECT_DUPLICATE' : 'ALLOW_DUPLICATE',
      startDelay: DELAY,
      workflowExecutionTimeout: AFTER_DELAY,
      staticSummary: `the turn of ${holder.workflowId}`.slice(0, 200),
    });
    return { workflowId, executionId: firstExecutionRunId };
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return null;
    throw error;
  }
}

const memoOf = (
  holder: TurnHolder,
  { left }: FormerTrigger,
  before: string | undefined,
): Record<string, unknown> => ({
  [HOLDER_MEMO]: holder,
  ...(before === undefined ? {} : { [BEFORE_MEMO]: before }),
  ...(left === null ? {} : { [LEFT_MEMO]: left }),
});
