import { setTimeout as sleep } from 'node:timers/promises';
import { failureOf } from '../../../client/failure.js';
import { pendingWork } from '../../../client/observe/pending-work.js';
import { awaitOperation, startOperation } from '../../../client/operation.js';
import { queueProblem } from '../../../client/worker-gap.js';
import { describeWorkflow } from '../../../client/workflow.js';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../../model/temporal/exit-codes.js';
import type { Operations } from '../../../model/temporal/operations.js';
import { formatDuration } from '../../../model/time/duration.js';
import type { DoctorCheck } from '../../../terminal/views/doctor-lines.js';
import { workerHint } from '../../base/explain-client-error.js';
import { explainError } from '../../base/explain-error.js';
import type { Session } from '../../session/session.js';

const TOLERATED_SKEW_MS = 5000;
/** Well-formed, and of no run: cancelling it changes nothing, and is refused to a key that may change nothing. */
const NO_RUN = 'VGFza1J1bjowOm5vLXN1Y2gtcnVu';

export interface ServiceChecks {
  /** Of the parts `worker`, `service`, `key`, `trigger` and `clock`; `worker` only if it takes no work. */
  checks: DoctorCheck[];
  /** The exit code if one failed. */
  exitCode: ExitCode;
}

/** Whether the worker takes work, reaches the service, and may read and change there; and this machine's clock. */
export async function checkService(session: Session, timeoutMs: number): Promise<ServiceChecks> {
  const beforeMs = Date.now();
  const handle = await startOperation(session.client, 'listSpaces', { limit: 1 }, session.taskQueue);
  const localMs = (beforeMs + Date.now()) / 2;
  const { startTime } = await handle.describe();
  const clock = clockCheck(startTime.getTime() - localMs);
  const asked = await answerOf(session, handle, timeoutMs);
  if (!('result' in asked)) return { checks: [...failedChecks(asked), clock], exitCode: asked.exitCode };
  const { check: trigger, exitCode } = await checkTrigger(session, timeoutMs);
  return { checks: [REACHED, keyCheck(asked.result), trigger, clock], exitCode };
}

const REACHED: DoctorCheck = {
  name: 'service',
  state: 'ok',
  found: 'the worker reaches the service',
  advice: null,
};

/** Why there is no answer, and which part is to blame. */
interface NoAnswer {
  part: 'worker' | 'service' | 'key';
  /** The failure type; null if it is no failure of the service. */
  type: string | null;
  found: string;
  advice: string | null;
  exitCode: ExitCode;
}

type Answer<Result> = { result: Result } | NoAnswer;

type Handle<Result> = Parameters<typeof awaitOperation<Result>>[0] & { readonly workflowId: string };

async function answerOf<Result>(
  session: Session,
  handle: Handle<Result>,
  timeoutMs: number,
): Promise<Answer<Result>> {
  const over = new AbortController();
  const result = awaitOperation(handle).then(
    (found) => ({ result: found }),
    (error: unknown) => refusalOf(error),
  );
  const timeout = sleep(timeoutMs, null, { signal: over.signal });
  try {
    const answer = await Promise.race([result, timeout]);
    return answer ?? (await whatHangs(session, handle, timeoutMs));
  } finally {
    timeout.catch(() => undefined);
    over.abort();
    await handle.terminate('doctor no longer waits').catch(() => undefined);
  }
}

const OF_THE_KEY: ReadonlySet<string | null> = new Set(['AxAuthentication', 'AxForbidden']);

function refusalOf(error: unknown): NoAnswer {
  const { message, hint, exitCode, code } = explainError(error);
  const type = error instanceof Error ? (failureOf(error)?.type ?? null) : null;
  const part = OF_THE_KEY.has(type) ? 'key' : code === 'NoWorker' ? 'worker' : 'service';
  return { part, type, found: message, advice: hint, exitCode };
}

/** A worker that takes nothing, or a request that is under way or tried again: with the worker's own last error. */
async function whatHangs(
  { client, taskQueue }: Session,
  { workflowId }: { workflowId: string },
  timeoutMs: number,
): Promise<NoAnswer> {
  const description = await describeWorkflow(client, workflowId);
  const [pending] = await pendingWork(client, description);
  const hangs = { type: null, exitCode: EXIT.unreachable } as const;
  if (pending === undefined) {
    const { text } = await queueProblem(client, taskQueue);
    return { ...hangs, part: 'worker', found: text, advice: workerHint(taskQueue) };
  }
  const found = pending.problem ?? `the worker's request has had no answer for ${formatDuration(timeoutMs)}`;
  return { ...hangs, part: 'service', found, advice: SERVICE_HINT };
}

const SERVICE_HINT =
  'Check, where the worker runs: ARIZE_BASE_URL, the network, proxies (HTTPS_PROXY, NO_PROXY) and ARIZE_SSL_CA_CERT.';

function failedChecks({ part, found, advice }: NoAnswer): DoctorCheck[] {
  const failed: DoctorCheck = { name: part, state: 'fail', found, advice };
  const skipped = (name: string): DoctorCheck => ({
    name,
    state: 'skipped',
    found: 'not checked, because an earlier check failed',
    advice: null,
  });
  if (part === 'key') return [REACHED, failed, skipped('trigger')];
  const rest = [skipped('key'), skipped('trigger')];
  return part === 'service' ? [failed, ...rest] : [failed, skipped('service'), ...rest];
}

const keyCheck = ({ items: [space] }: Operations['listSpaces']['result']): DoctorCheck =>
  space === undefined
    ? {
        name: 'key',
        state: 'warn',
        found: 'the worker’s API key is valid, but has access to no space',
        advice: 'Grant its user access to a space.',
      }
    : {
        name: 'key',
        state: 'ok',
        found: `the worker’s API key works (it can read the space ${space.name})`,
        advice: null,
      };

async function checkTrigger(
  session: Session,
  timeoutMs: number,
): Promise<{ check: DoctorCheck; exitCode: ExitCode }> {
  const handle = await startOperation(session.client, 'cancelRun', { runId: NO_RUN }, session.taskQueue);
  const asked = await answerOf(session, handle, timeoutMs);
  const check = { name: 'trigger', advice: null };
  if ('result' in asked || asked.type === 'AxNotFound' || asked.type === 'AxInvalidRequest')
    return { check: { ...check, state: 'ok', found: MAY_CHANGE }, exitCode: EXIT.success };
  const { found, advice, exitCode } = asked;
  const isForbidden = asked.type === 'AxForbidden';
  const text = isForbidden ? `the worker’s API key may not trigger runs: ${found}` : `not known: ${found}`;
  return { check: { ...check, state: isForbidden ? 'fail' : 'warn', found: text, advice }, exitCode };
}

const MAY_CHANGE = 'no change was refused to the key (asked with the cancel of a run that does not exist)';

function clockCheck(skewMs: number): DoctorCheck {
  const isFine = Math.abs(skewMs) < TOLERATED_SKEW_MS;
  const skew = formatDuration(Math.abs(skewMs));
  return {
    name: 'clock',
    state: isFine ? 'ok' : 'warn',
    found: isFine ? 'agrees with Temporal’s' : `${skew} ${skewMs > 0 ? 'behind' : 'ahead of'} Temporal’s`,
    advice: isFine
      ? null
      : 'Set the clock of this machine: ages and windows that end now are off by this much.',
  };
}
