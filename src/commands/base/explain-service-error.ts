import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { CliError } from './cli-error.js';

/** Status codes of gRPC that mean something other than "cannot be reached". */
const OF_CODE: Readonly<Record<number, { exitCode: ExitCode; message: string }>> = {
  3: { exitCode: EXIT.usage, message: 'Temporal rejected the request' },
  5: { exitCode: EXIT.refused, message: 'Not found in Temporal' },
  7: { exitCode: EXIT.refused, message: 'Permission denied by Temporal' },
  16: { exitCode: EXIT.refused, message: 'Temporal rejected the credentials' },
};

/** An error of the connection to Temporal after it had worked; null for other errors. */
export function explainServiceError(error: Error): CliError | null {
  const grpc = [error, error.cause].find(isGrpcError);
  if (grpc === undefined) return null;
  const known = OF_CODE[grpc.code];
  return new CliError(
    `${known?.message ?? 'The connection to Temporal was lost'}: ${grpc.details || error.message}`,
    {
      exitCode: known?.exitCode ?? EXIT.unreachable,
      code: 'TemporalService',
      hint: 'Running workflows are not affected. Check the connection with `ax-tasks doctor`.',
      cause: error,
    },
  );
}

interface GrpcError {
  code: number;
  details: string;
}

const isGrpcError = (error: unknown): error is GrpcError =>
  error instanceof Error &&
  typeof (error as Partial<GrpcError>).code === 'number' &&
  typeof (error as Partial<GrpcError>).details === 'string';
