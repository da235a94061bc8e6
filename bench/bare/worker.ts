import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { processEnvironment } from '../../src/config/environment.js';
import { loadConnection } from '../../src/config/proxy-config.js';
import { workerConnectionOptions } from '../../src/temporal/connect.js';
import { BARE_READY } from './protocol.js';

/** A worker with the bare workflows alone, as its SDK sets it up. Arguments: the task queue and the workflows' bundle. */
const [taskQueue = '', codePath = ''] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('ERROR') });
const settings = loadConnection({}, processEnvironment());
const connection = await NativeConnection.connect(workerConnectionOptions(settings));
const worker = await Worker.create({
  connection,
  namespace: settings.namespace,
  taskQueue,
  workflowBundle: { codePath },
  activities: { noop: () => Promise.resolve() },
});
const running = worker.run();
process.stdout.write(`${BARE_READY}\n`);
await running;
