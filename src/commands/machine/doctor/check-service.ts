import type { Operations } from '../../../model/temporal/operations.js';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../../model/temporal/exit-codes.js';
import { formatDuration } from '../../../model/time/duration.js';
import type { DoctorCheck } from '../../../terminal/views/doctor-lines.js';
import { CliError } from '../../base/cli-error.js';
import { explainError } from '../../base/explain-error.js';
import { awaitOperation, startOperation } from '../../../client/operation.js';
import type { Session } from '../../session/session.js';

const TOLERATED_SKEW_MS = 5000;

export interface ServiceChecks {
  key: DoctorCheck;
  clock: DoctorCheck;
  /** The exit code if the key failed. */
  exitCode: ExitCode;
}

/** The worker's key, tried on the service with one small read; and this machine's clock beside Temporal's. */
export async function checkService(session: Session, timeoutMs: number): Promise<ServiceChecks> {
  const beforeMs = Date.now();
  const handle = await startOperation(session.client, 'listSpaces', { limit: 1 }, session.taskQueue);
  const localMs = (beforeMs + Date.now()) / 2;
  const { startTime } = await handle.describe();
  const clock = clockCheck(startTime.getTime() - localMs);
  try {
    const page = await withTimeout(awaitOperation(handle), timeoutMs);
    return { key: keyCheck(page), clock, exitCode: EXIT.success };
  } catch (error) {
    await handle.terminate('doctor has seen enough').catch(() => undefined);
    const { message, hint, exitCode } = explainError(error);
    return { key: { name: 'key', state: 'fail', found: message, advice: hint }, clock, exitCode };
  }
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

async function withTimeout<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer(timeoutMs)), timeoutMs);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

const noAnswer = (timeoutMs: number): CliError =>
  new CliError(`No answer from the worker and the service within ${formatDuration(timeoutMs)}.`, {
    exitCode: EXIT.unreachable,
    code: 'NoAnswer',
    hint: 'See the worker’s log: it must reach ARIZE_BASE_URL.',
  });
