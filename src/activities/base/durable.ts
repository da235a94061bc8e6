import { log } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { failure, toFailure } from './failures.js';

/** Below the server's limit of 2 MiB for one payload, over which a workflow would retry forever. */
const MAX_RESULT_BYTES = 1_500_000;

/**
 * Makes an activity of an API call: errors become durable failures, too large a result is refused, and each attempt
 * logs one structured line.
 */
export function durable<Request, Result>(
  name: string,
  call: (request: Request) => Promise<Result>,
): (request: Request) => Promise<Result> {
  return async (request) => {
    const startedAtMs = Date.now();
    try {
      const result = await call(request);
      refuseTooLarge(name, result);
      report(name, startedAtMs, 'ok');
      return result;
    } catch (error) {
      const translated = toFailure(error);
      report(name, startedAtMs, translated);
      throw translated;
    }
  };
}

function refuseTooLarge(name: string, result: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(result ?? null));
  if (bytes <= MAX_RESULT_BYTES) return;
  throw failure(
    'ResultTooLarge',
    `${name}: the answer has ${bytes} bytes, too many to keep; ask for less with a smaller limit`,
  );
}

function report(name: string, startedAtMs: number, ended: unknown): void {
  const line = { call: name, durationMs: Date.now() - startedAtMs };
  if (ended === 'ok') log.info(name, { ...line, result: 'ok' });
  else if (ended instanceof ApplicationFailure) reportFailure(name, line, ended);
  else log.error(name, { ...line, result: 'error', error: String(ended) });
}

function reportFailure(
  name: string,
  line: object,
  { type, message, details, category }: ApplicationFailure,
): void {
  const entry = { ...line, result: type, message, ...(details?.[0] as object | undefined) };
  // A look that found nothing new is the normal case, and there are thousands of them.
  if (category === ApplicationFailureCategory.BENIGN) log.debug(name, entry);
  else log.warn(name, entry);
}
