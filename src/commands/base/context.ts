import type { ReadStream, WriteStream } from 'node:tty';

/** What a command gets from its process. `env` is the environment, read in one place and handed on. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Pick<ReadStream, 'isTTY'> & NodeJS.ReadableStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** The words of the command, such as `schedule apply`. */
  readonly command?: string;
  readonly nowMs: () => number;
  /** Imports a module by its URL. The bundle cannot: Node 20 gives compiled code that was kept no way to import. */
  readonly importModule: (url: string) => Promise<unknown>;
}
