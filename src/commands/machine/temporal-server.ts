import { EXIT } from '../../model/temporal/exit-codes.js';
import { formatFacts } from '../../terminal/text/facts.js';
import type { DevServer } from '../../temporal/start-dev-server.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { OutputOptions } from '../base/output.js';
import { startOwnServer } from './own-server.js';
import type { ServerOptions } from './own-server.js';
import { stopSignal } from './stop-signal.js';

/** Runs the embedded Temporal server until it is interrupted. */
export async function temporalServer(
  context: CliContext,
  options: ServerOptions & OutputOptions,
): Promise<number> {
  const output = new Output(context, options);
  const stopped = stopSignal();
  const server = await startOwnServer(context, options, (line) => output.note(line));
  const { address, uiUrl, namespace } = server;
  output.result('temporal-server', { address, uiUrl, namespace, pid: server.pid }, (style) =>
    formatFacts(
      [
        ['Temporal', address],
        ['UI', uiUrl],
        ['Namespace', namespace],
        ['Kept in', keptIn(options)],
      ],
      style,
    ),
  );
  await Promise.race([stopped, diedAlone(server)]);
  await server.stop();
  return EXIT.success;
}

export const keptIn = ({ inMemory, dbFilename }: ServerOptions): string =>
  inMemory === true ? 'memory (lost when it stops)' : dbFilename;

/** Rejects when the server ends without being asked to. */
export async function diedAlone(server: DevServer): Promise<never> {
  await server.exited;
  throw new CliError(
    `The Temporal server exited unexpectedly. Its last output: ${server.lastOutput() || 'none'}`,
    {
      exitCode: EXIT.unreachable,
      code: 'ServerEnded',
    },
  );
}
