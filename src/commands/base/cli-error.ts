import type { ExitCode } from '../../model/temporal/exit-codes.js';
import { EXIT } from '../../model/temporal/exit-codes.js';

/** The end of a command that could not do what it was asked: one plain sentence, what to do next, and the exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** A stable word for programs, like `AxNotFound` or `NoWorker`. */
  readonly code: string;
  /** What to do next; null if the message says it. */
  readonly hint: string | null;

  constructor(
    message: string,
    about: { exitCode: ExitCode; code: string; hint?: string | null; cause?: unknown },
  ) {
    super(message, { cause: about.cause });
    this.exitCode = about.exitCode;
    this.code = about.code;
    this.hint = about.hint ?? null;
  }
}

/** Wrong usage: what was given, what was expected. */
export const usageError = (message: string, hint: string | null = null): CliError =>
  new CliError(message, { exitCode: EXIT.usage, code: 'Usage', hint });

/** The reason of a file system error without its code and path: `no such file or directory`. */
export const fileProblem = (error: unknown): string =>
  (error as Error).message.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '');
