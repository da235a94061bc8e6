import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { EXIT } from '../model/temporal/exit-codes.js';
import { WORKFLOWS } from '../model/temporal/workflow-types.js';
import { operationWorkflowId } from '../model/temporal/names.js';
import type { Operation, Operations, Verb } from '../model/temporal/operations.js';
import { describeQueue } from '../temporal/queue-status.js';
import { CliError } from '../commands/base/cli-error.js';
import type { Session } from '../commands/session/session.js';
import { requireSize } from './require-size.js';
import { overdueMs } from './untaken.js';
import { GAP_HINT, gapMessage, gapOf, silenceOf } from './worker-gap.js';

/** Who is told, once, that the operation waits for a worker. */
export type Notify = (line: string) => void;

const LOOK_EVERY_MS = 1000;
const NOTICE_AFTER_MS = 2000;
/** Without any worker. */
const GIVE_UP_MS = 10_000;
/** With a worker that polled a short while ago and takes nothing: most likely it died. */
const GIVE_UP_ON_SILENCE_MS = 20_000;

/**
 * Runs one call of the tasks API through a worker and returns its result. Where no worker takes it, it is called off,
 * so that nothing happens later unseen.
 * @throws CliError `NoWorker`; the workflow's own failure
 */
export async function runOperation<V extends Verb>(
  session: Session,
  verb: V,
  request: Operations[V]['request'],
  notify: Notify,
): Promise<Operations[V]['result']> {
  const handle = await startOperation(session, verb, request);
  return awaitOperation(session, handle, notify);
}

/** Starts one call without waiting for its result; see {@link awaitOperation}. */
export async function startOperation<V extends Verb>(
  { client, taskQueue }: Session,
  verb: V,
  request: Operations[V]['request'],
): Promise<WorkflowHandle<() => Promise<Operations[V]['result']>>> {
  requireSize(`The request ${verb}`, request);
  return client.workflow.start<(operation: Operation) => Promise<Operations[V]['result']>>(
    WORKFLOWS.taskOperation,
    {
      workflowId: operationWorkflowId(verb, randomUUID()),
      taskQueue,
      args: [{ verb, request } as Operation],
      staticSummary: `one call: ${verb}`,
    },
  );
}

/**
 * Waits for the result of a short workflow that was started, as {@link runOperation} does. One that is `shared` was
 * started by another command, and is not called off by this one.
 */
export async function awaitOperation<Result>(
  session: Session,
  handle: WorkflowHandle<() => Promise<Result>>,
  notify: Notify,
  { shared = false } = {},
): Promise<Result> {
  const ended = new AbortController();
  const stopOnSignal = shared ? () => undefined : onInterrupt(handle);
  const watch: Watch<Result> = {
    session,
    handle,
    notify,
    shared,
    signal: ended.signal,
    isCalledOff: false,
  };
  try {
    return await Promise.race([resultOf(watch), giveUpWithoutWorker(watch)]);
  } finally {
    ended.abort();
    stopOnSignal();
  }
}

interface Watch<Result> {
  session: Session;
  handle: WorkflowHandle<() => Promise<Result>>;
  notify: Notify;
  shared: boolean;
  signal: AbortSignal;
  isCalledOff: boolean;
}

const never = (): Promise<never> => new Promise(() => {});

// Once it is called off, the reason for that is the answer, and not that the workflow was terminated.
const resultOf = <Result>(watch: Watch<Result>): Promise<Result> =>
  watch.handle.result().catch((error: unknown) => {
    if (watch.isCalledOff) return never();
    throw error;
  });

/** Rejects once no worker has taken the operation for too long. Never resolves. */
async function giveUpWithoutWorker<Result>(watch: Watch<Result>): Promise<never> {
  const { session, handle, signal } = watch;
  for (let isNoticed = false; ;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(never);
    const waitedMs = overdueMs((await handle.describe()).raw, Date.now());
    if (waitedMs < NOTICE_AFTER_MS) continue;
    const queue = await describeQueue(session.client, session.taskQueue);
    const gap = gapOf(queue);
    const problem = gapMessage(session.taskQueue, gap ?? silenceOf(queue));
    if (!isNoticed && !signal.aborted) watch.notify(`${problem} Waiting for it.`);
    isNoticed = true;
    if (waitedMs >= (gap === null ? GIVE_UP_ON_SILENCE_MS : GIVE_UP_MS)) await callOff(watch, problem);
  }
}

async function callOff<Result>(watch: Watch<Result>, problem: string): Promise<never> {
  if (watch.shared) throw noWorker(problem, 'Another command started it, and it goes on when there is one.');
  watch.isCalledOff = true;
  await watch.handle.terminate('no worker took it in time; called off by the command that started it');
  const fate = (await wasSent(watch.handle))
    ? 'A worker had begun it: look whether it was done before trying again.'
    : 'Nothing was done, and nothing will be done later.';
  throw noWorker(problem, fate);
}

const noWorker = (problem: string, fate: string): CliError =>
  new CliError(`${problem} ${fate}`, { exitCode: EXIT.unreachable, code: 'NoWorker', hint: GAP_HINT });

// Terminating and a worker's first look can cross: an activity that was scheduled may have been sent.
async function wasSent(handle: WorkflowHandle): Promise<boolean> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).some((event) => event.activityTaskScheduledEventAttributes);
}

/** Ctrl-C calls the operation off as far as that is still possible. */
function onInterrupt(handle: WorkflowHandle): () => void {
  const callOffAndExit = (): void => {
    void handle
      .terminate('interrupted')
      .catch(() => undefined)
      .finally(() => {
        process.stderr.write('\nInterrupted. The request may have reached the service already.\n');
        process.exit(EXIT.interrupted);
      });
  };
  process.once('SIGINT', callOffAndExit);
  return () => process.off('SIGINT', callOffAndExit);
}
