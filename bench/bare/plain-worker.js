import { loadClientConnectConfig } from '@temporalio/envconfig';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

/** The least program that is a worker: what the product's process is compared with. Arguments: task queue, workflow bundle. */
const [taskQueue, codePath] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('ERROR') });
const { connectionOptions, namespace } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const worker = await Worker.create({
  connection,
  namespace: namespace ?? 'default',
  taskQueue,
  workflowBundle: { codePath },
  activities: { noop: () => Promise.resolve() },
});
const running = worker.run();
process.stdout.write('bare worker ready\n');
await running;
