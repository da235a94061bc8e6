import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import { PRIORITIES } from '../model/temporal/priorities.js';
import { WORKFLOWS } from '../model/temporal/workflow-types.js';
import { DEFAULT_TASK_QUEUE, operationWorkflowId } from '../model/temporal/names.js';
import type { Operation, Operations, Verb } from '../model/temporal/operations.js';
import { NoWorkerError } from './errors.js';
import { requireSize } from './start.js';
import type { StartOptions } from './start.js';
import { overdueMs, queueProblem } from './worker-gap.js';
import { readFailureMessage } from './payload.js';
import type { Notify } from './worker-gap.js';

const POLL_EVERY_MS = 1000;
const NOTICE_AFTER_MS = 2000;
/** Without any worker. */
const GIVE_UP_MS = 10_000;
/** With a worker that polled a short while ago and takes nothing: most likely it died. */
const GIVE_UP_ON_SILENCE_MS = 20_000;

/** How the result of an operation is waited for. */
export interface AwaitOptions {
  notify?: Notify;
  /** Terminates the operation if that is still possible, and stops waiting. */
  signal?: AbortSignal;
  /** Another program started it, so this one does not terminate it. */
  isShared?: boolean;
}

/**
 * Runs one call of the tasks API through a worker and returns its result. If no worker takes it, it is terminated, so
 * that nothing happens later unseen.
 * @throws {@link NoWorkerError}, {@link InputTooLargeError}; the workflow's own failure
 */
export async function executeOperation<V extends Verb>(
  client: Client,
  verb: V,
  request: Operations[V]['request'],
  { taskQueue = DEFAULT_TASK_QUEUE, ...options }: AwaitOptions & Pick<StartOptions, 'taskQueue'> = {},
): Promise<Operations[V]['result']> {
  return awaitOperation(await startOperation(client, verb, request, taskQueue), options);
}

/** Starts one call without waiting for its result; see {@link awaitOperation}. */
export async function startOperation<V extends Verb>(
  client: Client,
  verb: V,
  request: Operations[V]['request'],
  taskQueue: string,
): Promise<WorkflowHandle<() => Promise<Operations[V]['result']>>> {
  requireSize(`The request ${verb}`, request);
  return client.workflow.start<(operation: Operation) => Promise<Operations[V]['result']>>(
    WORKFLOWS.taskOperation,
    {
      workflowId: operationWorkflowId(verb, randomUUID()),
      taskQueue,
      args: [{ verb, request } as Operation],
      staticSummary: `one call: ${verb}`,
      priority: { priorityKey: PRIORITIES.interactive },
    },
  );
}

/** The handle of a short workflow. */
type ShortHandle<Result> = Pick<WorkflowHandle, 'client' | 'describe' | 'terminate' | 'fetchHistory'> & {
  result(): Promise<Result>;
};

/** Waits for the result of a short workflow, as {@link executeOperation} does. */
export async function awaitOperation<Result>(
  handle: ShortHandle<Result>,
  { notify = () => undefined, signal, isShared = false }: AwaitOptions = {},
): Promise<Result> {
  const ended = new AbortController();
  const watch: OperationWait<Result> = { handle, notify, isShared, ended: ended.signal, isTerminated: false };
  try {
    return await Promise.race([
      resultOf(watch),
      giveUpWithoutWorker(watch),
      ...(signal === undefined ? [] : [stopOn(signal, watch)]),
    ]);
  } finally {
    ended.abort();
  }
}

interface OperationWait<Result> {
  handle: ShortHandle<Result>;
  notify: Notify;
  isShared: boolean;
  ended: AbortSignal;
  isTerminated: boolean;
}

const never = (): Promise<never> => new Promise(() => {});

// Once it is terminated, the reason for that is the answer, and not that the workflow was terminated.
const resultOf = <Result>(watch: OperationWait<Result>): Promise<Result> =>
  watch.handle.result().catch((error: unknown) => {
    if (watch.isTerminated) return never();
    throw error;
  });

/** Rejects with the signal's reason. Never resolves. */
const stopOn = <Result>(signal: AbortSignal, watch: OperationWait<Result>): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => {
      watch.isTerminated = true;
      const terminated = watch.isShared ? Promise.resolve() : watch.handle.terminate('interrupted');
      void terminated.catch(() => undefined).finally(() => reject(signal.reason as Error));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true, signal: watch.ended });
  });

/** Rejects once no worker has taken the operation for too long. Never resolves. */
async function giveUpWithoutWorker<Result>(watch: OperationWait<Result>): Promise<never> {
  const { handle, ended } = watch;
  for (let isNoticed = false, shown: string | null = null; ;) {
    await sleep(POLL_EVERY_MS, undefined, { signal: ended }).catch(never);
    const { raw, taskQueue } = await handle.describe();
    const problem = await retriedProblem(handle.client, raw);
    if (problem !== null && problem !== shown && !ended.aborted) watch.notify(`Still waiting: ${problem}`);
    shown = problem ?? shown;
    const waitedMs = overdueMs(raw, Date.now());
    if (waitedMs < NOTICE_AFTER_MS) continue;
    const { kind, text } = await queueProblem(handle.client, taskQueue);
    if (!isNoticed && !ended.aborted) watch.notify(`${text} Waiting for it.`);
    isNoticed = true;
    if (waitedMs >= (kind === 'silent' ? GIVE_UP_ON_SILENCE_MS : GIVE_UP_MS))
      throw await terminate(watch, taskQueue, text);
  }
}

/** One failure may be over at once, and is no news. */
const NEWS_FROM_ATTEMPT = 3;

/** Why the operation's activity is tried again and again, in its own words; null if it is not. */
async function retriedProblem(
  client: ShortHandle<unknown>['client'],
  { pendingActivities }: WorkflowExecutionDescription['raw'],
): Promise<string | null> {
  const retried = (pendingActivities ?? []).find(({ attempt }) => Number(attempt) >= NEWS_FROM_ATTEMPT);
  return readFailureMessage(client, retried?.lastFailure);
}

async function terminate<Result>(
  watch: OperationWait<Result>,
  taskQueue: string,
  problem: string,
): Promise<NoWorkerError> {
  const noWorker = (fate: string): NoWorkerError => new NoWorkerError(taskQueue, `${problem} ${fate}`);
  if (watch.isShared) return noWorker('Another command started it; it continues when there is a worker.');
  watch.isTerminated = true;
  await watch.handle.terminate('no worker took it in time; terminated by the program that started it');
  return (await wasSent(watch.handle))
    ? noWorker('A worker had started it: check whether it was done before you try again.')
    : noWorker('The request was withdrawn; nothing was changed.');
}

// Terminating and a worker's first poll can cross: an activity that was scheduled may have been sent.
async function wasSent<Result>(handle: ShortHandle<Result>): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).some((event) => event.activityTaskScheduledEventAttributes);
}
