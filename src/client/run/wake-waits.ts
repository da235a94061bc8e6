import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription, WorkflowExecutionInfo } from '@temporalio/client';
import { BACKFILL_MEMO } from '../../model/backfill/backfill.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { waitsFor } from '../../model/temporal/waits-for.js';
import type { MayWait } from '../../model/temporal/waits-for.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { describeIfAny } from '../workflow.js';

const { runTask, waitForRun, runBackfill, watchTask } = WORKFLOWS;
const MAY_WAIT = `WorkflowType IN ('${[runTask, waitForRun, runBackfill, watchTask].join("', '")}') AND ExecutionStatus = 'Running'`;
/** Their memos come with them, and a page has to fit into one answer. */
const PAGE_SIZE = 200;
const MAX_LISTED = 5000;
/** A hint is not worth more: whoever is not woken looks at its own time. */
const MAX_WOKEN = 100;
const IDENTITY = 'ax-tasks-webhook';
/** A look that is under way may have asked before the end: it is woken once it waits again, in one of so many rounds. */
const ROUNDS = 3;
const ROUND_MS = 1000;

/** The activities that look at runs; one attempt is one look. */
const LOOKS: ReadonlySet<string> = new Set(['awaitRuns', 'watchRuns']);
/** `PendingActivityState` of Temporal's API: waiting for an attempt. */
const SCHEDULED = 1;
/** A status of gRPC. */
const NOT_FOUND = 5;

interface Execution {
  workflowId: string;
  runId: string;
}

/**
 * Lets the waits for runs of tasks look at once instead of at their next time. It decides nothing: what the look sees counts.
 * `ids` are of tasks or runs. Returns how many were woken, at most 100, within some seconds.
 * @throws an error of gRPC if Temporal does not answer, or its server cannot reset activities
 */
export async function wakeWaits(client: Client, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const woken = new Set<string>();
  for (let round = 1; ; round++) {
    const isDone = await wakeOnce(client, ids, woken);
    if (isDone || round === ROUNDS) return woken.size;
    await sleep(ROUND_MS);
  }
}

/** Wakes those that are not among `woken` and adds them; false if a look is under way, or about to begin. */
async function wakeOnce(client: Client, ids: readonly string[], woken: Set<string>): Promise<boolean> {
  let isDone = true;
  for (const execution of waitsFor(await mayWait(client), ids).slice(0, MAX_WOKEN)) {
    const looks = await looksOf(client, execution);
    if (looks.length === 0) isDone = false;
    for (const activity of looks) {
      const key = `${execution.workflowId} ${activity.activityId}`;
      if (woken.has(key)) continue;
      if (!isWaiting(activity)) isDone = false;
      else if (await lookNow(client, execution, activity.activityId ?? '')) woken.add(key);
    }
  }
  return isDone;
}

async function mayWait(client: Client): Promise<(MayWait & Execution)[]> {
  const found: (MayWait & Execution)[] = [];
  for await (const execution of client.workflow.list({ query: MAY_WAIT, pageSize: PAGE_SIZE })) {
    found.push(mayWaitOf(execution));
    if (found.length >= MAX_LISTED) break;
  }
  return found;
}

const mayWaitOf = ({ workflowId, runId, memo }: WorkflowExecutionInfo): MayWait & Execution => ({
  workflowId,
  runId,
  trigger: (memo?.[TRIGGER_MEMO] as MayWait['trigger'] | undefined) ?? null,
  backfill: (memo?.[BACKFILL_MEMO] as MayWait['backfill'] | undefined) ?? null,
});

type Pending = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

async function looksOf(client: Client, { workflowId, runId }: Execution): Promise<Pending[]> {
  const pending = (await describeIfAny(client, workflowId, runId))?.raw.pendingActivities ?? [];
  return pending.filter(({ activityType }) => LOOKS.has(activityType?.name ?? ''));
}

/** Whether it has looked, and waits for its next time. */
const isWaiting = ({ state, heartbeatDetails }: Pending): boolean =>
  Number(state) === SCHEDULED && (heartbeatDetails?.payloads ?? []).length > 0;

/** False if the activity has ended meanwhile. */
async function lookNow(client: Client, execution: Execution, id: string): Promise<boolean> {
  const { namespace } = client.options;
  const reset = { namespace, execution, id, identity: IDENTITY, keepPaused: true };
  try {
    await client.workflowService.resetActivity(reset);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === NOT_FOUND) return false;
    throw error;
  }
}
