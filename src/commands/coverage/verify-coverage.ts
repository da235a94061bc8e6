import { zonedText } from '../../calendar/time-zone.js';
import { verifyCoverage } from '../../client/coverage/verify-coverage.js';
import type { CoverageVerification } from '../../model/coverage/verify-coverage.js';
import type { Interval } from '../../model/time/interval.js';
import { verificationLines } from '../../terminal/views/coverage/verification-view.js';
import type { Output } from '../base/output.js';
import { untilInterrupted } from '../session/run-operation.js';
import type { Session } from '../session/session.js';

export interface VerifyFlags {
  verify?: boolean;
  maxRequests?: number;
  anyVersion?: boolean;
}

/** Compares a range of a task's coverage with its spans. */
export const verifyRange = (
  { client, taskQueue }: Session,
  taskId: string,
  range: Interval,
  { maxRequests, anyVersion = false }: VerifyFlags,
  output: Output,
): Promise<CoverageVerification> =>
  untilInterrupted((signal) =>
    verifyCoverage(client, taskId, range, {
      taskQueue,
      signal,
      notify: (line) => output.warn(line),
      isAnyVersion: anyVersion,
      ...(maxRequests === undefined ? {} : { maxRequests }),
    }),
  );

export const printVerification = (found: CoverageVerification, timeZone: string, output: Output): void =>
  output.result('coverage-verification', found, (style) =>
    verificationLines(found, style, (time) => zonedText(Date.parse(time), timeZone)),
  );
