import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { createActivities } from './activities/index.js';
import type { AxClient } from './ax/ax-client.js';

export interface WorkerSettings {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  ax: AxClient;
  /** Where the workflows' code is; the built bundle when absent. */
  workflows?: WorkflowSource;
  /** 0 replays a workflow from its whole history at every task. */
  maxCachedWorkflows?: number;
}

export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** Above the client's limit of 30 s for a whole request: a POST in flight is answered, or fails, before the worker ends. */
const SHUTDOWN_GRACE_MS = 60_000;

/** A worker for all activities and workflows. Run it, and stop it with `shutdown()`, which cancels no remote run. */
export function createWorker(settings: WorkerSettings): Promise<Worker> {
  const { connection, namespace, taskQueue, ax, maxCachedWorkflows } = settings;
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities: createActivities({ ax }),
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    // After a worker's death its workflows wait this long for it; they are short to replay, so others may soon take over.
    stickyQueueScheduleToStartTimeout: 3000,
    ...(settings.workflows ?? workflowSource()),
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
  });
}

/** The bundle made at build time; a worker that runs from sources bundles them at start instead. */
function workflowSource(): WorkflowSource {
  const codePath = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  return { workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)) };
}
