import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT } from '../../../model/temporal/exit-codes.js';
import { describeQueue } from '../../../temporal/queue-status.js';
import { CliError } from '../../base/cli-error.js';
import type { OwnProcess } from '../own-process.js';
import type { Session } from '../../session/session.js';
import { gapOf } from '../../../client/worker-gap.js';

const LOOK_EVERY_MS = 200;
const GIVE_UP_MS = 60_000;

/** Waits until the worker polls. */
export async function waitForPollers({ client, taskQueue }: Session, worker: OwnProcess): Promise<void> {
  let isGone = false;
  void worker.exited.then(() => (isGone = true));
  for (const endMs = Date.now() + GIVE_UP_MS; Date.now() < endMs && !isGone; await sleep(LOOK_EVERY_MS)) {
    if (gapOf(await describeQueue(client, taskQueue)) === null) return;
  }
  throw new CliError(
    isGone ? 'The worker ended before it was ready.' : 'The worker did not become ready in time.',
    {
      exitCode: EXIT.unreachable,
      code: 'WorkerNotReady',
    },
  );
}
