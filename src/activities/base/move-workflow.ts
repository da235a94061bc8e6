import { activityInfo, cancellationSignal, sleep } from '@temporalio/activity';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { isWithoutAnswer } from '../../model/temporal/no-answer.js';
import { failure } from './failures.js';

/** Workers ask again at least once a minute; Temporal remembers one that died for five. */
const ALIVE_WITHIN_MS = 90_000;
const ANSWER_WITHIN_MS = 10_000;
const CALL_TIMEOUT_MS = 5_000;
const ASK_FOR_MS = 20_000;
const ASK_AGAIN_MS = 500;
/** `TASK_QUEUE_TYPE_WORKFLOW` of Temporal's API. */
const WORKFLOWS = 1;

/** An execution of a workflow, and the task queue that it is bound to. */
export type Found = Pick<WorkflowExecutionDescription, 'workflowId' | 'runId' | 'taskQueue'>;

/**
 * Whether a workflow is bound to another task queue than that of this worker, and no worker polls that one: so it is after
 * a task queue was renamed. `ask` has to be answered by a worker; a poll that Temporal remembers may be of a dead one.
 */
export async function isAbandoned(
  client: Client,
  { taskQueue }: Found,
  ask: () => Promise<unknown>,
): Promise<boolean> {
  if (taskQueue === activityInfo().taskQueue) return false;
  const startMs = Date.now();
  if (startMs - (await lastPollMs(client, taskQueue)) > ALIVE_WITHIN_MS) return true;
  try {
    await client.withDeadline(startMs + ANSWER_WITHIN_MS, ask);
    return false;
  } catch (error) {
    if (!isWithoutAnswer(error)) throw error;
    // A busy worker polls again in between.
    return (await lastPollMs(client, taskQueue)) < startMs;
  }
}

async function lastPollMs(client: Client, taskQueue: string): Promise<number> {
  const { namespace } = client.options;
  const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: WORKFLOWS };
  const call = () => client.workflowService.describeTaskQueue(request);
  const { pollers } = await client.withDeadline(Date.now() + CALL_TIMEOUT_MS, call);
  return Math.max(
    0,
    ...(pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000),
  );
}

/**
 * The answer of a workflow to a query. One that is not answered is asked again for a while: its worker may be busy with
 * the queries of others.
 * @throws `NoAnswer`, which names the task queue whose workers do not answer
 */
export async function askWorkflow<Answer>(
  client: Client,
  { workflowId, taskQueue }: Found,
  query: string,
): Promise<Answer> {
  const ask = () => client.workflow.getHandle(workflowId).query<Answer>(query);
  for (const untilMs = Date.now() + ASK_FOR_MS; ; await sleep(ASK_AGAIN_MS)) {
    cancellationSignal().throwIfAborted();
    try {
      return await client.withDeadline(Math.min(untilMs, Date.now() + ANSWER_WITHIN_MS), ask);
    } catch (error) {
      if (!isWithoutAnswer(error)) throw error;
      if (Date.now() + ASK_AGAIN_MS >= untilMs)
        throw failure(
          'NoAnswer',
          `${workflowId} did not answer for ${ASK_FOR_MS / 1000} s: the workers of its task queue "${taskQueue}" are busy or gone`,
        );
    }
  }
}

/** What a workflow was given: its input, and its signals since, oldest first. */
export interface Given<Input> {
  input: Input;
  signals: { name: string; argument: unknown }[];
}

/**
 * What the newest execution of a workflow was given, from its history: of one that does no more than gather its signals
 * that is all its state, and no worker is needed to read it.
 */
async function readGiven<Input>(client: Client, { workflowId, runId }: Found): Promise<Given<Input>> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const converter = client.options.loadedDataConverter;
  const given: Given<Input> = { input: undefined as Input, signals: [] };
  for (const { workflowExecutionStartedEventAttributes: start, ...event } of events ?? []) {
    const signal = event.workflowExecutionSignaledEventAttributes;
    const [argument] = await decodeArrayFromPayloads(converter, (start ?? signal)?.input?.payloads);
    if (start) given.input = argument as Input;
    if (signal) given.signals.push({ name: signal.signalName ?? '', argument });
  }
  return given;
}

/**
 * Starts a workflow anew on this worker's task queue, in place of an execution of another one: Temporal ends the one and
 * begins the other in one step. Signals that came in between are sent again.
 * @returns the execution (Temporal run ID) that was begun
 */
export async function moveHere<Input>(
  client: Client,
  type: string,
  found: Found,
  resume: (given: Given<Input>) => Input,
  staticSummary: string,
): Promise<string> {
  const { workflowId } = found;
  const before = await readGiven<Input>(client, found);
  const { firstExecutionRunId } = await client.workflow.start(type, {
    workflowId,
    taskQueue: activityInfo().taskQueue,
    args: [resume(before)],
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    staticSummary,
  });
  const after = await readGiven<Input>(client, found);
  for (const { name, argument } of after.signals.slice(before.signals.length))
    await client.workflow.getHandle(workflowId).signal(name, argument);
  return firstExecutionRunId;
}
