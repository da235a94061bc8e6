import { EXIT } from '../../model/temporal/exit-codes.js';
import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { CliError } from './cli-error.js';

/** Status codes of gRPC that mean something other than "cannot be reached". */
const OF_CODE: Readonly<Record<number, { exitCode: ExitCode; message: string }>> = {
  3: { exitCode: EXIT.usage, message: 'Temporal refuses the request' },
  5: { exitCode: EXIT.refused, message: 'Temporal does not find it' },
  7: { exitCode: EXIT.refused, message: 'Temporal does not allow it' },
  16: { exitCode: EXIT.refused, message: 'Temporal refuses the credentials' },
};

/** An error of the connection to Temporal after it had worked; null for other errors. */
export function explainServiceError(error: Error): CliError | null {
  const grpc = [error, error.cause].find(isGrpcError);
  if (grpc === undefined) return null;
  const known = OF_CODE[grpc.code];
  return new CliError(`${known?.message ?? 'Temporal no longer answers'}: ${grpc.details || error.message}`, {
    exitCode: known?.exitCode ?? EXIT.unreachable,
    code: 'TemporalService',
    hint: 'Nothing that was started is lost. `ax-tasks doctor` looks at the connection.',
    cause: error,
  });
}

interface GrpcError {
  code: number;
  details: string;
}

const isGrpcError = (error: unknown): error is GrpcError =>
  error instanceof Error &&
  typeof (error as Partial<GrpcError>).code === 'number' &&
  typeof (error as Partial<GrpcError>).details === 'string';
