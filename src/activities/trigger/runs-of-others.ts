import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { RunIdentity, RunMark } from '../../model/run/fence.js';
import type { StartedRun } from '../../model/run/run-result.js';
import { triggerMemoIn } from '../../model/run/trigger-memo.js';
import type { TriggeredWindow } from '../../model/run/trigger-windows.js';
import { turnWorkflowId } from '../../model/temporal/names.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { describeWorkflow } from '../base/describe-workflow.js';
import { recordedActivities } from '../base/recorded-activities.js';
import { beforeOf, holderOf } from './standing-turn.js';
import type { PostEnd } from './trigger-runs.js';
import type { TriggeredRun } from './trigger-run.js';

type Execution = WorkflowExecutionDescription;

/** Which workflow asks, by its ID and the Temporal run ID of its execution. */
export interface Asking {
  workflowId: string;
  runId: string;
}

/** The list shows a run at the latest after twice the settle time, for which nobody gives more than a few minutes. */
const RECENT_MS = 10 * 60_000;
/** Beyond this the list is relied on. */
const MAX_TURNS = 200;

/**
 * The runs that other workflows have triggered in the turn of a mark, those shortly before and all after the caller's: none of
 * them is the caller's, though the list may have shown one too late for its fence. @throws what Temporal answers
 */
export async function runsOfOthers(client: Client, mark: RunMark, me: Asking): Promise<RunIdentity[]> {
  const firstId = firstIdOf(await describeWorkflow(client, me.workflowId, me.runId));
  const found: RunIdentity[] = [];
  let sinceMs = -Infinity;
  for await (const turn of newestFirst(client, turnWorkflowId(mark))) {
    if ((turn.closeTime?.getTime() ?? Infinity) < sinceMs) break;
    const holder = await holdingExecution(client, turn);
    const isMine = holder?.workflowId === me.workflowId && firstIdOf(holder) === firstId;
    if (isMine) sinceMs = turn.startTime.getTime() - RECENT_MS;
    else if (holder !== null) found.push(...(await runsTriggeredBy(client, holder)));
  }
  return found;
}

/** What stood and stands for a turn. */
async function* newestFirst(client: Client, turnId: string): AsyncGenerator<Execution> {
  let turn = await describeWorkflow(client, turnId);
  for (let nth = 0; turn !== null && nth < MAX_TURNS; nth++) {
    yield turn;
    const before = beforeOf(turn);
    turn = before === null ? null : await describeWorkflow(client, turnId, before);
  }
}

async function holdingExecution(client: Client, turn: Execution): Promise<Execution | null> {
  const holder = holderOf(turn);
  return holder === null ? null : describeWorkflow(client, holder.workflowId, holder.executionId);
}

/** The first of the executions that continue each other, which a reset keeps; empty if the server does not tell. */
const firstIdOf = (execution: Execution | null): string =>
  execution?.raw.workflowExecutionInfo?.firstRunId ?? '';

async function runsTriggeredBy(client: Client, execution: Execution): Promise<RunIdentity[]> {
  const posts = await recordedActivities(client, execution, ['triggerRun', 'triggerRuns']);
  const answered = posts.flatMap(({ result }) => runsIn(result as TriggeredRun | PostEnd[] | undefined));
  return [...answered, ...(await settledIn(client, execution)).flatMap(keptOf)];
}

function runsIn(result: TriggeredRun | PostEnd[] | undefined): RunIdentity[] {
  if (result === undefined) return [];
  return Array.isArray(result) ? result.flatMap((end) => ('run' in end ? [end.run] : [])) : [result];
}

/** A run, and the runs that looked like it. */
type Settled = Pick<StartedRun, 'runId' | 'provenance'>;

async function settledIn(
  client: Client,
  { memo, type, status, workflowId, runId }: Execution,
): Promise<Settled[]> {
  if (type === WORKFLOWS.triggerWindows && status.name === 'COMPLETED') {
    const ends = (await client.workflow.getHandle(workflowId, runId).result()) as TriggeredWindow[];
    return ends.filter((end) => end.kind === 'started');
  }
  const { runId: kept = null, provenance = null } = triggerMemoIn(memo) ?? {};
  return kept === null || provenance === null ? [] : [{ runId: kept, provenance }];
}

const keptOf = ({ runId, provenance }: Settled): RunIdentity[] =>
  provenance.candidates.filter((each) => each.runId === runId);
