import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { RESULT_MEMO } from '../../model/temporal/memos.js';
import { TRIGGER_MEMO } from '../../model/run/trigger-memo.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { isStalled, stalledText } from '../../model/run/movement.js';
import type { WaitProgress } from '../../model/run/progress.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { TriggerMemo } from '../../model/run/trigger-memo.js';
import { stageOf } from '../../model/pipeline/snapshot.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { StepSnapshot, StepStage } from '../../model/pipeline/snapshot.js';
import { endNote } from './observed-steps.js';
import { failureOf } from '../failure.js';
import { timestampMs } from '../worker-gap.js';
import { readFailureMessage } from '../payload.js';
import { observeWait } from './watched-wait.js';

/** What a step is called, and what is known of its task before it runs. */
export interface StepName {
  id: string;
  task: string | null;
}

/**
 * The state of a `runTask` or `waitForRun` workflow, from its description alone while it runs. No worker is asked. What
 * was known of the run in `before` stays where the description tells nothing of it, as between two slices of a wait.
 */
export async function describeRun(
  client: Client,
  name: StepName,
  description: WorkflowExecutionDescription,
  before: StepSnapshot | null,
): Promise<StepSnapshot> {
  const startedAt = description.startTime.toISOString();
  const common = { ...name, startedAt, endedAt: description.closeTime?.toISOString() ?? null };
  if (description.status.name === 'RUNNING') {
    return { ...common, ...keepKnown(await liveState(client, description), before) };
  }
  const result = await runResultOf(client, description);
  if ('problem' in result)
    return {
      ...common,
      ...ENDED_WITHOUT_RESULT,
      ...triggerOf(description),
      stage: result.stage,
      note: result.problem,
    };
  return { ...common, ...stateOfResult(result) };
}

type State = Omit<StepSnapshot, keyof StepName | 'startedAt' | 'endedAt'>;

const ENDED_WITHOUT_RESULT = { status: null, counts: null, result: null };

/** A step that ended with this result, as it is shown. */
const stateOfResult = (result: RunResult): State => ({
  stage: stageOf(result),
  status: result.run?.status ?? null,
  counts: result.run?.counts ?? null,
  runId: result.runId,
  provenance: result.provenance,
  note: endNote(result),
  result,
});

/** What the workflow keeps of its trigger for observers. */
function triggerOf({ memo }: WorkflowExecutionDescription): Pick<State, 'runId' | 'provenance'> {
  const trigger = memo?.[TRIGGER_MEMO] as TriggerMemo | undefined;
  return { runId: trigger?.runId ?? null, provenance: trigger?.provenance ?? null };
}

async function liveState(client: Client, description: WorkflowExecutionDescription): Promise<State> {
  const { raw, type } = description;
  const trigger = triggerOf(description);
  const activities = raw.pendingActivities ?? [];
  const waiting = activities.find((activity) => activity.activityType?.name === 'awaitRuns');
  const other = activities.find((activity) => activity !== waiting);
  const progress = waiting === undefined ? null : (await observeWait(client, waiting)).progress;
  const [run] = progress?.runs ?? [];
  const current = other?.activityType?.name ?? waiting?.activityType?.name ?? null;
  const isBegun = trigger.runId !== null || type === WORKFLOWS.waitForRun;
  const stage = stageOfActivity(current);
  return {
    stage: stage === 'triggering' && isBegun ? 'running' : stage,
    status: run?.status ?? null,
    counts: run?.counts ?? null,
    runId: run?.runId ?? trigger.runId,
    provenance: trigger.provenance,
    note: progress?.problem ?? stalledNote(progress) ?? (await retryNote(client, other)),
    result: null,
  };
}

/** That a run is stalled; null if it is not, or nothing is known of it. */
function stalledNote(progress: WaitProgress | null): string | null {
  const [run] = progress?.runs ?? [];
  if (progress === null || run === undefined || !isStalled(run, progress.stalledAfterMs)) return null;
  return stalledText(run);
}

function keepKnown(state: State, before: StepSnapshot | null): State {
  if (before === null || before.runId === null || state.status !== null) return state;
  const { status, counts, runId, provenance } = before;
  const stage = state.stage === 'triggering' ? 'running' : state.stage;
  return { ...state, stage, status, counts, runId, provenance: state.provenance ?? provenance };
}

function stageOfActivity(activity: string | null): StepStage {
  if (activity === 'awaitRuns') return 'running';
  return activity === 'cancelRun' ? 'cancelling' : 'triggering';
}

type PendingActivity = NonNullable<WorkflowExecutionDescription['raw']['pendingActivities']>[number];

/** Why an activity is tried again, in its own words. */
async function retryNote(client: Client, activity: PendingActivity | undefined): Promise<string | null> {
  const message = await readFailureMessage(client, activity?.lastFailure);
  if (message === null) return null;
  const nextMs = timestampMs(activity?.nextAttemptScheduleTime);
  const next = nextMs === null ? '' : `, next attempt at ${new Date(nextMs).toISOString().slice(11, 19)}Z`;
  return `${message}${next}`;
}

const UNRESOLVED: FailureType = 'TriggerUnresolved';

type Ended = RunResult | { stage: StepStage; problem: string };

async function runResultOf(
  client: Client,
  { workflowId, runId, memo, status }: WorkflowExecutionDescription,
): Promise<Ended> {
  const kept = memo?.[RESULT_MEMO] as RunResult | undefined;
  if (kept !== undefined) return kept;
  try {
    return await client.workflow.getHandle<() => Promise<RunResult>>(workflowId, runId).result();
  } catch (error) {
    // Anything else tells nothing of the run: Temporal is silent, or a key is missing here.
    const failure = error instanceof Error ? failureOf(error) : null;
    if (failure === null) throw error;
    if (status.name === 'CANCELLED') return { stage: 'cancelled', problem: failure.message };
    const stage = failure.type === UNRESOLVED ? 'unresolved' : 'failed';
    return { stage, problem: failure.message };
  }
}
