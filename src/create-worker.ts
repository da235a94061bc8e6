import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VersioningBehavior } from '@temporalio/common';
import { Runtime, Worker } from '@temporalio/worker';
import type { InjectedSinks, NativeConnection, WorkerOptions } from '@temporalio/worker';
import { createActivities } from './activities/index.js';
import type { AxClient } from './ax/ax-client.js';
import type { DeploymentVersion } from './config/load-config.js';
import type { Receivers } from './model/notification/receivers.js';
import { workerDataConverter } from './temporal/encryption/data-converters.js';
import { boundLabels } from './worker/metrics/bounded-meter.js';
import { rootInLogs } from './worker/logs/root-of-activity.js';
import type { WorkerTraces } from './traces/worker-traces.js';
import type { TraceSinks } from './workflows/trace-interceptors.js';
import type { EncryptionKey } from './temporal/encryption/encryption-key.js';

/** What a worker is made of. */
export interface WorkerSettings {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  /** Its requests must end well within an activity's 45 s: give it {@link WORKER_LIMITS}. */
  ax: AxClient;
  /** Activities of your own beside ours, by name: steps of a pipeline and your own workflows call them. */
  activities?: object;
  /** Where the workflows' code is; the built bundle when absent. */
  workflows?: WorkflowSource;
  /**
   * Workflows that are kept in memory between their tasks; the others are replayed when they have one. 0 keeps none.
   * @default 50
   */
  maxCachedWorkflows?: number | null;
  /** The first one encrypts all payloads, all decrypt. None when absent. */
  encryptionKeys?: readonly EncryptionKey[];
  /** Takes part in Worker Versioning under this version; not at all when absent or null. */
  deployment?: DeploymentVersion | null;
  /**
   * Activities that Temporal hands out a second to all workers of the queue together; no limit when absent or null. Give
   * all workers of a queue the same: the one that asked last counts.
   */
  requestsPerSecond?: number | null;
  /**
   * Whether a watcher polls for all, once many wait for runs of one task. Give false on Temporal's time-skipping server,
   * which was seen to skip no more time after a watcher's look was replaced between two attempts.
   * @default true
   */
  sharesWaits?: boolean;
  /** Makes spans of what the worker does; none when absent. Its `traceRequest` is for {@link ax}. */
  traces?: WorkerTraces | null;
  /** Where notices go; nowhere when absent. */
  receivers?: Receivers;
}

/** A bundle, or the file that exports the workflows: yours and, by `export * from 'ax-tasks-temporal/workflows'`, ours. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

/** A workflow takes about 160 KB, and replaying one that waits a few milliseconds; those that have tasks stay, so few are replayed. */
const MAX_CACHED_WORKFLOWS = 50;

/** Above the client's limit of 30 s for a whole request: a POST in flight is answered, or fails, before the worker ends. */
const SHUTDOWN_GRACE_MS = 60_000;

/**
 * A worker for all activities and workflows. Run it, and stop it with `shutdown()`, which cancels no remote run.
 * @throws TypeError where an activity of your own has the name of one of ours
 */
export async function createWorker(settings: WorkerSettings): Promise<Worker> {
  const { connection, namespace, taskQueue, maxCachedWorkflows, encryptionKeys = [] } = settings;
  boundLabels(Runtime.instance());
  return Worker.create({
    connection,
    namespace,
    taskQueue,
    activities: allActivities(settings),
    shutdownGraceTime: SHUTDOWN_GRACE_MS,
    // After a worker's death its workflows wait this long for it; they are short to replay, so others may soon take over.
    stickyQueueScheduleToStartTimeout: 3000,
    // What an activity read since the last heartbeat that was passed on is read again after a worker's death.
    maxHeartbeatThrottleInterval: 1000,
    dataConverter: workerDataConverter(encryptionKeys),
    ...versioning(settings.deployment ?? null),
    ...rateLimit(settings.requestsPerSecond ?? null),
    ...workflowsOf(settings.workflows ?? workflowSource(encryptionKeys.length > 0), settings.traces ?? null),
    sinks: settings.traces?.sinks ?? NO_SINKS,
    maxCachedWorkflows: maxCachedWorkflows ?? MAX_CACHED_WORKFLOWS,
  });
}

function allActivities(settings: WorkerSettings): object {
  const { ax, activities = {}, requestsPerSecond = null, sharesWaits = true, receivers } = settings;
  const ours = createActivities({
    ax,
    isRateLimited: requestsPerSecond !== null,
    ...(requestsPerSecond === null ? {} : { requestsPerSecond }),
    ownActivities: Object.keys(activities),
    sharesWaits,
    ...(receivers === undefined ? {} : { receivers }),
  });
  const taken = Object.keys(activities).filter((name) => Object.hasOwn(ours, name));
  if (taken.length === 0) return { ...activities, ...ours };
  throw new TypeError(`There are activities of these names already: ${taken.join(', ')}. Give yours others.`);
}

/** Kept by the server for the whole queue. It does not count eager activities, so there are none. */
const rateLimit = (
  perSecond: number | null,
): Pick<WorkerOptions, 'maxTaskQueueActivitiesPerSecond' | 'maxEagerActivityReservationsPerWorkflowTask'> =>
  perSecond === null
    ? {}
    : { maxTaskQueueActivitiesPerSecond: perSecond, maxEagerActivityReservationsPerWorkflowTask: 0 };

/**
 * Workflows continue with the current version at their next task: a wait of days must not keep an old worker alive, and
 * changes of their code are patched. Pinned ones would need the old version until their last run has ended.
 */
const versioning = (version: DeploymentVersion | null): Pick<WorkerOptions, 'workerDeploymentOptions'> =>
  version === null
    ? {}
    : {
        workerDeploymentOptions: {
          version,
          useWorkerVersioning: true,
          defaultVersioningBehavior: VersioningBehavior.AUTO_UPGRADE,
        },
      };

/**
 * The file with our workflows alone, as `workflowBundle.codePath` of a worker that has no workflows of its own. With
 * `encrypts`, the one for workers that encrypt payloads.
 */
export function workflowBundlePath({ encrypts = false } = {}): string {
  const name = encrypts ? 'workflow-bundle.encrypted.js' : 'workflow-bundle.js';
  return fileURLToPath(new URL(`./${name}`, import.meta.url));
}

/** Where workflows are bundled at start, that is done as in the bundle made at build time: our modules are evaluated once. */
function workflowsOf(
  source: WorkflowSource,
  traces: WorkerTraces | null,
): WorkflowSource & Pick<WorkerOptions, 'bundlerOptions' | 'interceptors'> {
  const activity = [rootInLogs, ...(traces === null ? [] : [traces.activity])];
  if (source.workflowsPath === undefined) return { ...source, interceptors: { activity } };
  const workflowModules = [workflowModule('interceptors'), workflowModule('trace-interceptors')];
  return {
    ...source,
    bundlerOptions: { preloadModules: [workflowModule('preload')] },
    interceptors: { activity, workflowModules },
  };
}

/** What workflows say of their end is for traces alone. */
const NO_SINKS: InjectedSinks<TraceSinks> = { axTraces: { ended: { fn: () => undefined } } };

const workflowModule = (module: 'interceptors' | 'preload' | 'trace-interceptors'): string =>
  fileURLToPath(new URL(`./workflows/${module}.js`, import.meta.url));

/**
 * The bundle made at build time; a worker that runs from sources bundles them at start instead. A bundle has its failure
 * converter built in, so there is another one for workers that encrypt.
 */
function workflowSource(encrypts: boolean): WorkflowSource {
  const codePath = workflowBundlePath({ encrypts });
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  return { workflowsPath: fileURLToPath(new URL('./workflows/index.ts', import.meta.url)) };
}
