import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { EXIT } from '../../model/exit-codes.js';
import { WORKFLOWS } from '../../model/inputs.js';
import { operationWorkflowId } from '../../model/names.js';
import type { Operation, Operations, Verb } from '../../model/operations.js';
import { describeQueue } from '../../temporal/queue-status.js';
import { CliError } from '../errors/cli-error.js';
import type { Session } from './session.js';
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
  return awaitOperation<V>(session, handle, notify);
}

/** Starts one call without waiting for its result; see {@link awaitOperation}. */
export const startOperation = <V extends Verb>(
  { client, taskQueue }: Session,
  verb: V,
  request: Operations[V]['request'],
): Promise<WorkflowHandle> =>
  client.workflow.start(WORKFLOWS.taskOperation, {
    workflowId: operationWorkflowId(verb, randomUUID()),
    taskQueue,
    args: [{ verb, request } as Operation],
    staticSummary: `one call: ${verb}`,
  });

/** Waits for the result of a call that was started, as {@link runOperation} does. */
export async function awaitOperation<V extends Verb>(
  session: Session,
  handle: WorkflowHandle,
  notify: Notify,
): Promise<Operations[V]['result']> {
  const ended = new AbortController();
  const stopOnSignal = onInterrupt(handle);
  const watch: Watch = { session, handle, notify, signal: ended.signal, isCalledOff: false };
  try {
    return await Promise.race([resultOf<V>(watch), giveUpWithoutWorker(watch)]);
  } finally {
    ended.abort();
    stopOnSignal();
  }
}

interface Watch {
  session: Session;
  handle: WorkflowHandle;
  notify: Notify;
  signal: AbortSignal;
  isCalledOff: boolean;
}

const never = (): Promise<never> => new Promise(() => {});

// Once it is called off, the reason for that is the answer, and not that the workflow was terminated.
const resultOf = <V extends Verb>(watch: Watch): Promise<Operations[V]['result']> =>
  (watch.handle.result() as Promise<Operations[V]['result']>).catch((error: unknown) => {
    if (watch.isCalledOff) return never();
    throw error;
  });

/** Rejects once no worker has taken the operation for too long. Never resolves. */
async function giveUpWithoutWorker(watch: Watch): Promise<never> {
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

async function callOff(watch: Watch, problem: string): Promise<never> {
  watch.isCalledOff = true;
  await watch.handle.terminate('no worker took it in time; called off by the command that started it');
  const fate = (await wasSent(watch.handle))
    ? 'A worker had begun it: look whether it was done before trying again.'
    : 'Nothing was done, and nothing will be done later.';
  throw new CliError(`${problem} ${fate}`, {
    exitCode: EXIT.unreachable,
    code: 'NoWorker',
    hint: GAP_HINT,
  });
}

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
