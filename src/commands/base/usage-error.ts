import { EXIT } from '../../model/temporal/exit-codes.js';
import { CliError } from './cli-error.js';

/** Wrong usage: what was given, what was expected. */
export const usageError = (message: string, hint: string | null = null): CliError =>
  new CliError(message, { exitCode: EXIT.usage, code: 'Usage', hint });
