import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAxConfig, loadEncryptionKeys } from '../../config/load-config.js';
import { EXIT } from '../../model/temporal/exit-codes.js';
import { formatFacts } from '../../terminal/text/facts.js';
import type { DevServer } from '../../temporal/start-dev-server.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { Output } from '../base/output.js';
import type { OutputOptions } from '../base/output.js';
import { taskQueueOf } from '../session/session.js';
import { startOwnProcess } from './own-process.js';
import type { OwnProcess } from './own-process.js';
import { isolatedEnv } from './isolated-env.js';
import { startOwnServer } from './own-server.js';
import type { ServerOptions } from './own-server.js';
import { stopSignal } from './stop-signal.js';
import { diedAlone, keptIn } from './temporal-server.js';

export type DevOptions = ServerOptions & OutputOptions & { taskQueue?: string };

/** Temporal kept in a file, and a worker on it, until interrupted: the one-machine way to use this for real. */
export async function dev(context: CliContext, options: DevOptions): Promise<number> {
  const output = new Output(context, options);
  // Said before a server is fetched and started for nothing.
  const { baseUrl } = loadAxConfig(context.env);
  const encryptionKeyId = loadEncryptionKeys(context.env)[0]?.id ?? null;
  const stopped = stopSignal();
  const server = await startOwnServer(context, options, (line) => output.note(line));
  const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-dev-'));
  const worker = await startWorker(context, options, server, folder);
  try {
    const { address, uiUrl, namespace } = server;
    const taskQueue = taskQueueOf(options, context.env);
    output.result('dev', { address, uiUrl, namespace, taskQueue, baseUrl, encryptionKeyId }, (style) =>
      formatFacts(
        [
          ['Temporal', address],
          ['UI', uiUrl],
          ['Kept in', keptIn(options)],
          ['Task queue', taskQueue],
          ['Service', baseUrl],
          ['Encryption', encryptionKeyId === null ? 'off' : `key ${encryptionKeyId}`],
        ],
        style,
      ),
    );
    output.note(
      '',
      `In another terminal: ax-tasks list${flagsFor(server)}`,
      'Ctrl-C stops both; running work continues when they start again.',
    );
    await Promise.race([stopped, diedAlone(server), workerDied(worker)]);
    return EXIT.success;
  } finally {
    await worker.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const flagsFor = ({ address }: DevServer): string =>
  address.endsWith(':7233') ? '' : ` --address ${address}`;

/** A worker that is asked to stop first lets requests under way come to their end. */
const WORKER_GRACE_MS = 65_000;

async function startWorker(
  context: CliContext,
  options: DevOptions,
  server: DevServer,
  folder: string,
): Promise<OwnProcess> {
  const { env, stderr } = context;
  const variables = {
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: server.namespace,
    AX_TASKS_TASK_QUEUE: taskQueueOf(options, env),
  };
  const worker = await startOwnProcess('worker', {
    // The worker writes to a pipe, whose end is this terminal.
    env: {
      ...(stderr.isTTY ? { LOG_FORMAT: 'TEXT' } : {}),
      ...isolatedEnv(env, ['TEMPORAL_'], folder),
      ...variables,
    },
    graceMs: WORKER_GRACE_MS,
  });
  for (const stream of [worker.stdout, worker.stderr]) stream.pipe(stderr, { end: false });
  return worker;
}

async function workerDied(worker: OwnProcess): Promise<never> {
  await worker.exited;
  throw new CliError('The worker exited unexpectedly; see its last lines above.', {
    exitCode: EXIT.unreachable,
    code: 'WorkerEnded',
  });
}
