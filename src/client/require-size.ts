import { megabytes } from '../model/base/json.js';
import { InputTooLargeError } from './errors.js';

/**
 * Temporal refuses a payload above 2 MiB, and a workflow hands parts of its input on with results beside them: what is
 * accepted here must fit all the way.
 */
const MAX_BYTES = 1_500_000;

/**
 * Refuses what is too large for Temporal before anything is started; `what` begins the message.
 * @throws {@link InputTooLargeError}
 */
export function requireSize(what: string, input: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes <= MAX_BYTES) return;
  throw new InputTooLargeError(
    `${what} is ${megabytes(bytes)} as JSON; the limit is ${megabytes(MAX_BYTES)}. Nothing was started.`,
  );
}
