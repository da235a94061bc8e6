import { EXIT } from '../model/temporal/exit-codes.js';
import { megabytes } from '../model/base/json.js';
import { CliError } from '../commands/base/cli-error.js';

/**
 * Temporal refuses a payload above 2 MiB, and a workflow hands parts of its input on with results beside them: what is
 * accepted here must fit all the way.
 */
const MAX_BYTES = 1_500_000;

/**
 * Refuses what is too large for Temporal before anything is started.
 * @throws CliError `InputTooLarge`, exit code 2
 */
export function requireSize(what: string, input: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes <= MAX_BYTES) return;
  throw new CliError(
    `${what} is too large for Temporal: ${megabytes(bytes)} as JSON, and at most ${megabytes(MAX_BYTES)} can be sent. Nothing was started.`,
    { exitCode: EXIT.usage, code: 'InputTooLarge', hint: WHAT_TO_DO },
  );
}

const WHAT_TO_DO =
  'Split it into several, or name less: a filter (--query-filter) or a number (--max-examples) instead of long lists of IDs.';
