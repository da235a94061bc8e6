import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '../model/temporal/exit-codes.js';
import type { Accepted, ControlRequest } from '../model/base/control-request.js';
import { describeQueue } from '../temporal/queue-status.js';
import { CliError } from '../commands/base/cli-error.js';
import type { Notify } from './operation.js';
import type { Session } from '../commands/session/session.js';
import { GAP_HINT, gapMessage, gapOf, silenceOf } from './worker-gap.js';

const LOOK_AFTER_MS = 2000;
const LOOK_EVERY_MS = 1000;
/** Without any worker. */
const GIVE_UP_MS = 10_000;
/** With a worker that polled a short while ago: it may be busy, or have died. */
const GIVE_UP_ON_SILENCE_MS = 30_000;

/** Who gets an update. */
export interface Addressee {
  workflowId: string;
  /** What it is called. */
  noun: 'pipeline' | 'backfill';
}

/**
 * Sends an update to a pipeline or a backfill and returns what it answers. Where no worker takes it, it is given up.
 * @throws CliError `Refused` in its own words, `Ended`, `TakesNoMessages`, `NoWorker`
 */
export async function sendUpdate<Request extends ControlRequest>(
  session: Session,
  { workflowId, noun }: Addressee,
  update: string,
  request: Request,
  notify: Notify,
): Promise<Accepted> {
  const over = new AbortController();
  const answer = session.client.withAbortSignal(over.signal, () =>
    session.client.workflow
      .getHandle(workflowId)
      .executeUpdate<Accepted, [Request]>(update, { args: [request] }),
  );
  try {
    return await Promise.race([answer.catch(explainTo(noun)), giveUp(session, noun, over.signal, notify)]);
  } finally {
    over.abort();
    // What is left of the call ends with an error that nobody waits for.
    answer.catch(() => undefined);
  }
}

/** Rejects once no worker has taken the update for too long. Never resolves. */
async function giveUp(session: Session, noun: string, signal: AbortSignal, notify: Notify): Promise<never> {
  const { client, taskQueue } = session;
  const startMs = Date.now();
  let isNoticed = false;
  for (let pauseMs = LOOK_AFTER_MS; ; pauseMs = LOOK_EVERY_MS) {
    await sleep(pauseMs, undefined, { signal }).catch(() => new Promise<never>(() => {}));
    const queue = await describeQueue(client, taskQueue);
    const gap = gapOf(queue);
    const problem = gapMessage(taskQueue, gap ?? silenceOf(queue));
    if (gap !== null && !isNoticed && !signal.aborted) {
      notify(`${problem} Waiting for it.`);
      isNoticed = true;
    }
    const waitedMs = Date.now() - startMs;
    if (waitedMs >= (gap === null ? GIVE_UP_ON_SILENCE_MS : GIVE_UP_MS)) throw noWorker(problem, noun);
  }
}

const noWorker = (problem: string, noun: string): CliError =>
  new CliError(`${problem} The ${noun} did not answer, and it is not known whether it still will.`, {
    exitCode: EXIT.unreachable,
    code: 'NoWorker',
    hint: `${GAP_HINT} Then see with \`ax-tasks workflow status\`, and give the command again.`,
  });

const explainTo =
  (noun: string) =>
  (error: unknown): never => {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'WorkflowNotFoundError') throw ended(error);
    if (error.name !== 'WorkflowUpdateFailedError') throw error;
    const message = error.cause instanceof Error ? error.cause.message : error.message;
    throw message.startsWith('No registered handler') ? tooOld(noun, error) : refused(noun, message, error);
  };

const refused = (noun: string, message: string, cause: Error): CliError =>
  new CliError(`The ${noun} refuses: ${message}`, { exitCode: EXIT.refused, code: 'Refused', cause });

const ended = (cause: Error): CliError =>
  new CliError('It ended just now.', { exitCode: EXIT.refused, code: 'Ended', cause });

const tooOld = (noun: string, cause: Error): CliError =>
  new CliError(`This ${noun} does not take this message: an older version of ax-tasks runs it.`, {
    exitCode: EXIT.refused,
    code: 'TakesNoMessages',
    hint: 'It can be watched and cancelled; what is started from now on takes them.',
    cause,
  });
