import { processEnvironment } from '../../src/config/environment.js';
import { loadConnection } from '../../src/config/proxy-config.js';
import { connectClient } from '../../src/temporal/connect.js';
import { startWaits } from '../work/waits.js';
import { WAITING_READY, type WaitingAnswer, type WaitingOrder } from './protocol.js';

/** A program among others that starts waits, by a connection of its own. Argument: the task queue. */
const [queue = ''] = process.argv.slice(2);
const temporal = await connectClient(loadConnection({}, processEnvironment()));

const answer = (problem: string | null): void => {
  const message: WaitingAnswer = { problem };
  process.send?.(message);
};

process.on('message', ({ runIds, wait }: WaitingOrder) => {
  startWaits({ temporal, queue }, runIds, wait).then(
    () => answer(null),
    (error: unknown) => answer(String(error)),
  );
});

process.stdout.write(`${WAITING_READY}\n`);
