import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';
import type { Accepted, ControlRequest } from '../model/base/control-request.js';
import { NoWorkerError, UpdateRefusedError, WorkflowEndedError } from './errors.js';
import { queueProblem } from './worker-gap.js';
import type { Notify } from './worker-gap.js';

const POLL_AFTER_MS = 2000;
const POLL_EVERY_MS = 1000;
/** If each of its workflow tasks fails, the update is not the reason. */
const MAX_ATTEMPTS = 5;
const SEND_AGAIN_AFTER_MS = 200;
/** Without any worker. */
const GIVE_UP_MS = 10_000;
/** With a worker that polled a short while ago: it may be busy, or have died. */
const GIVE_UP_ON_SILENCE_MS = 30_000;

/**
 * Sends an update to a workflow and returns its answer. If no worker takes it, the caller stops waiting; a worker that comes
 * later may still take it.
 * @throws {@link UpdateRefusedError}, {@link WorkflowEndedError}, {@link NoWorkerError}
 */
export async function sendUpdate<Request = ControlRequest, Answer = Accepted>(
  handle: Pick<WorkflowHandle, 'workflowId' | 'client' | 'describe' | 'executeUpdate'>,
  update: string,
  request: Request,
  notify: Notify = () => undefined,
): Promise<Answer> {
  const over = new AbortController();
  const answer = handle.client.withAbortSignal(over.signal, () =>
    executeOnce<Request, Answer>(handle, update, request),
  );
  try {
    return await Promise.race([
      answer.catch(rethrow(handle.workflowId)),
      giveUp(handle, over.signal, notify),
    ]);
  } finally {
    over.abort();
    // What is left of the call ends with an error that nobody waits for.
    answer.catch(() => undefined);
  }
}

/**
 * Sends an update until Temporal has taken it. It drops one, and asks for it again, if the workflow was to end in the workflow
 * task that took it while something else came in. All attempts have one ID, and so one effect.
 */
async function executeOnce<Request, Answer>(
  handle: Pick<WorkflowHandle, 'executeUpdate'>,
  update: string,
  request: Request,
): Promise<Answer> {
  const updateId = randomUUID();
  for (let attempt = 1; ; attempt++) {
    try {
      return await handle.executeUpdate<Answer, [Request]>(update, { args: [request], updateId });
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isDropped(error)) throw error;
      await sleep(SEND_AGAIN_AFTER_MS);
    }
  }
}

/** gRPC's FAILED_PRECONDITION. */
const isDropped = (error: unknown): boolean => (error as { cause?: { code?: unknown } }).cause?.code === 9;

/** Rejects once no worker has taken the update for too long. Never resolves. */
async function giveUp(
  handle: Pick<WorkflowHandle, 'workflowId' | 'client' | 'describe'>,
  signal: AbortSignal,
  notify: Notify,
): Promise<never> {
  const startMs = Date.now();
  let isNoticed = false;
  for (let pauseMs = POLL_AFTER_MS; ; pauseMs = POLL_EVERY_MS) {
    await sleep(pauseMs, undefined, { signal }).catch(() => new Promise<never>(() => {}));
    const { taskQueue } = await handle.describe();
    const { kind, text } = await queueProblem(handle.client, taskQueue);
    if (kind !== 'silent' && !isNoticed && !signal.aborted) {
      notify(`${text} Waiting for it.`);
      isNoticed = true;
    }
    const waitedMs = Date.now() - startMs;
    if (waitedMs < (kind === 'silent' ? GIVE_UP_ON_SILENCE_MS : GIVE_UP_MS)) continue;
    throw new NoWorkerError(
      taskQueue,
      `${text} ${handle.workflowId} did not answer; a worker that comes later may still take the request.`,
    );
  }
}

const rethrow =
  (workflowId: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'WorkflowNotFoundError') throw new WorkflowEndedError(workflowId, null, null, error);
    if (error.name !== 'WorkflowUpdateFailedError') throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new UpdateRefusedError(workflowId, reason, error);
  };
