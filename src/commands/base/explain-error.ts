import { EXIT, exitCodeOfFailure } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { CliError } from './cli-error.js';
import { explainClientError } from './explain-client-error.js';
import { explainFailure, explainServiceError } from './explain-failure.js';

const OF_NAME: Readonly<Record<string, ExitCode>> = {
  InvalidFileError: EXIT.usage,
  ConnectionConfigError: EXIT.usage,
  ConfigError: EXIT.usage,
  EncryptionError: EXIT.usage,
  ServerNotFoundError: EXIT.unreachable,
};

/**
 * What an error means for the user. Errors are recognised by their names and not by their classes, so that explaining what
 * is wrong with an argument does not load the SDK.
 */
export function explainError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (!(error instanceof Error)) return unexpected(error, String(error));
  const exitCode = OF_NAME[error.name];
  if (exitCode !== undefined)
    return new CliError(error.message, { exitCode, code: error.name, cause: error });
  if (error.name === 'TemporalUnreachableError') return explainUnreachable(error);
  return (
    explainClientError(error) ??
    explainFailure(error) ??
    explainServiceError(error) ??
    explainSystemError(error) ??
    unexpected(error, error.message)
  );
}

function explainUnreachable(error: Error & { reason?: unknown }): CliError {
  const isRefusal = error.reason === 'not-allowed' || error.reason === 'no-namespace';
  const exitCode = isRefusal ? EXIT.refused : EXIT.unreachable;
  return new CliError(error.message, { exitCode, code: error.name, cause: error });
}

/** Errors of the operating system: files that are not there, ports that are taken. */
function explainSystemError(
  error: Error & { code?: unknown; syscall?: unknown; path?: unknown },
): CliError | null {
  if (typeof error.code !== 'string' || typeof error.syscall !== 'string') return null;
  const isFile = typeof error.path === 'string';
  return new CliError(error.message, {
    exitCode: isFile ? EXIT.usage : exitCodeOfFailure(null),
    code: error.code,
    cause: error,
  });
}

const unexpected = (cause: unknown, message: string): CliError =>
  new CliError(`Unexpected error: ${message}`, {
    exitCode: EXIT.failed,
    code: 'Unexpected',
    hint: 'Run the command again with --debug to see the stack.',
    cause,
  });
