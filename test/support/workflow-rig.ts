import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../../src/activities/index.js';
import { AxClient } from '../../src/ax/ax-client.js';
import { createWorker } from '../../src/create-worker.js';
import type { WorkflowSource } from '../../src/create-worker.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { JournalRequest, Simulator } from '../../src/simulator/index.js';
import type { Receivers } from '../../src/model/notification/receivers.js';
import type { DynamicConfig } from '../../src/temporal/dev-server/dev-server-args.js';
import type {
  ensureTask,
  runBackfill,
  keepWatermark,
  runFiring,
  runPipeline,
  runTask,
  sweepRuns,
  taskOperation,
  waitForRun,
} from '../../src/workflows/index.js';
import { createLocalEnv, createTimeSkippingEnv } from './servers.js';
import { until } from './until.js';

/** The workflows as `npm run build` bundled them: what production runs. */
export const BUILT_WORKFLOWS = {
  workflowBundle: { codePath: fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url)) },
};

type Workflows = {
  runTask: typeof runTask;
  waitForRun: typeof waitForRun;
  runPipeline: typeof runPipeline;
  taskOperation: typeof taskOperation;
  ensureTask: typeof ensureTask;
  sweepRuns: typeof sweepRuns;
  runBackfill: typeof runBackfill;
  runFiring: typeof runFiring;
  keepWatermark: typeof keepWatermark;
};

// Most of these tests make things fail on purpose, and the worker warns of each.
Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

type Handle<W extends keyof Workflows> = WorkflowHandleWithFirstExecutionRunId<Workflows[W]>;

/** A Temporal server (time-skipping unless asked otherwise), a simulator whose runs advance by looks, and a worker between them. */
export interface WorkflowRig {
  env: TestWorkflowEnvironment;
  simulator: Simulator;
  ax: AxClient;
  start<W extends keyof Workflows>(workflow: W, ...args: Parameters<Workflows[W]>): Promise<Handle<W>>;
  startAs<W extends keyof Workflows>(
    workflowId: string,
    workflow: W,
    ...args: Parameters<Workflows[W]>
  ): Promise<Handle<W>>;
  /** Trigger requests so far, in order. */
  triggers(): JournalRequest[];
  /** Waits until so many runs were looked at `looks` times, or twice: the first look is the trigger's, and only then is none under way. */
  untilWaitingFor(runs: number, looks?: number): Promise<void>;
  stop(): Promise<void>;
}

export interface RigOptions {
  /** 0 replays every workflow from its whole history at each task. */
  maxCachedWorkflows?: number;
  /** A real dev server instead of the time-skipping one. */
  realTime?: boolean;
  /** Continue-as-new is suggested from so many events of a history on; needs `realTime`. */
  suggestContinueAsNewAt?: number;
  /** Beside those of the product, or instead of them. */
  activities?: OwnActivities;
  /** Instead of what `npm run build` bundled. */
  workflows?: WorkflowSource;
  receivers?: Receivers;
}

type OwnActivities = Record<string, (request: never) => Promise<unknown>>;

export async function startWorkflowRig({
  maxCachedWorkflows,
  realTime,
  suggestContinueAsNewAt,
  activities,
  workflows = BUILT_WORKFLOWS,
  receivers,
}: RigOptions = {}): Promise<WorkflowRig> {
  const env = await (realTime === true
    ? createLocalEnv(serverConfig(suggestContinueAsNewAt))
    : createTimeSkippingEnv());
  const simulator = await startSimulator({ advance: { by: 'looks', looks: 3 } });
  const { baseUrl, apiKey } = simulator;
  const limits = { requestMs: 20_000, headersMs: 20_000, bodyMs: 20_000 };
  const ax = new AxClient({ baseUrl, apiKey, limits, preReleaseWarning: false, honorsRetryAfter: false });
  const taskQueue = 'test';
  const { nativeConnection: connection } = env;
  const cache = maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows };
  const namespace = env.namespace ?? 'default';
  // The time-skipping server was seen to skip no more time after a watcher's look was replaced between two attempts.
  const sharesWaits = realTime === true;
  const told = receivers === undefined ? {} : { receivers };
  const settings = { connection, namespace, taskQueue, ax, sharesWaits, ...cache, ...told };
  const worker = await (activities === undefined
    ? createWorker({ ...settings, workflows })
    : workerWith(activities, { ...settings, ...workflows }));
  const running = worker.run();
  const startAs: WorkflowRig['startAs'] = (workflowId, workflow, ...args) =>
    env.client.workflow.start<Workflows[typeof workflow]>(workflow, { taskQueue, workflowId, args });
  return {
    env,
    simulator,
    ax,
    start: (workflow, ...args) => startAs(randomUUID(), workflow, ...args),
    startAs,
    triggers: () => simulator.journal().requests.filter(isTrigger),
    untilWaitingFor: (runs, looks = 2) => until(() => lookedAt(simulator, looks).size === runs),
    stop: () => stop(worker, running, ax, simulator, env),
  };
}

interface WorkerParts extends WorkflowSource {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  ax: AxClient;
  sharesWaits: boolean;
  receivers?: Receivers;
  maxCachedWorkflows?: number;
}

const workerWith = (
  own: OwnActivities,
  { ax, sharesWaits, receivers, ...options }: WorkerParts,
): Promise<Worker> => {
  const deps = { ax, sharesWaits, ...(receivers === undefined ? {} : { receivers }) };
  const activities = { ...createActivities(deps), ...own };
  // The built bundle ends each workflow with a call of this sink, and nothing is traced here.
  const sinks = { axTraces: { ended: { fn: () => undefined } } };
  return Worker.create({ ...options, activities, sinks });
};

const serverConfig = (suggestAt: number | undefined): DynamicConfig =>
  suggestAt === undefined ? {} : { 'limit.historyCount.suggestContinueAsNew': suggestAt };

function lookedAt(simulator: Simulator, times: number): Set<string> {
  const { requests } = simulator.journal();
  const looks = requests.flatMap(({ path }) => (/\/task-runs\/[^/]+$/.test(path) ? [path] : []));
  return new Set(looks.filter((path) => looks.filter((each) => each === path).length >= times));
}

const isTrigger = ({ method, path }: JournalRequest): boolean =>
  method === 'POST' && path.endsWith('/trigger');

async function stop(
  worker: Worker,
  running: Promise<void>,
  ax: AxClient,
  simulator: Simulator,
  env: TestWorkflowEnvironment,
): Promise<void> {
  worker.shutdown();
  await running;
  await ax.close();
  await simulator.close();
  await env.teardown();
}
