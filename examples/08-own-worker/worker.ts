import { fileURLToPath } from 'node:url';
import { NativeConnection } from '@temporalio/worker';
import { AxClient, DEFAULT_TASK_QUEUE, WORKER_LIMITS, createWorker, loadAxConfig } from 'ax-tasks-temporal';
import * as activities from './activities.js';

const address = process.env['TEMPORAL_ADDRESS'] ?? 'localhost:7233';
const connection = await NativeConnection.connect({ address });
const ax = new AxClient({ ...loadAxConfig(), limits: WORKER_LIMITS });
const worker = await createWorker({
  connection,
  namespace: 'default',
  taskQueue: DEFAULT_TASK_QUEUE,
  ax,
  activities,
  requestsPerSecond: 20, // of all workers of the queue together
  workflows: { workflowsPath: fileURLToPath(new URL('./workflows.js', import.meta.url)) },
});
try {
  await worker.run();
} finally {
  await ax.close();
  await connection.close();
}
