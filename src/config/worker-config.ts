import { DEFAULT_TASK_QUEUE } from '../model/temporal/names.js';
import { valueOf, type Environment, type Read } from './environment.js';

const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface WorkerConfig {
  taskQueue: string;
  logLevel: LogLevel;
  /** Activities that Temporal hands out a second to all workers of the queue together; null: no limit. */
  requestsPerSecond: number | null;
  /** Null: the worker takes no part in Worker Versioning. */
  deployment: DeploymentVersion | null;
}

/** Under which version of which deployment a worker takes workflow tasks. */
export interface DeploymentVersion {
  deploymentName: string;
  buildId: string;
}

export function readWorkerConfig(env: Environment): Read<WorkerConfig> {
  const taskQueue = valueOf(env, 'AX_TASKS_TASK_QUEUE') ?? DEFAULT_TASK_QUEUE;
  const given = (valueOf(env, 'LOG_LEVEL') ?? 'INFO').toUpperCase();
  const logLevel = LOG_LEVELS.find((level) => level === given);
  const rate = readRate(env);
  const deployment = readDeployment(env);
  return {
    value: {
      taskQueue,
      logLevel: logLevel ?? 'INFO',
      requestsPerSecond: rate.value,
      deployment: deployment.value,
    },
    problems: [
      ...(/^[\x21-\x7e]{1,200}$/.test(taskQueue)
        ? []
        : ['AX_TASKS_TASK_QUEUE must be at most 200 visible ASCII characters']),
      ...(logLevel === undefined ? [`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`] : []),
      ...rate.problems,
      ...deployment.problems,
    ],
  };
}

const RATE = 'AX_TASKS_REQUESTS_PER_SECOND';
/** What Temporal takes for no limit at all. */
const NO_LIMIT_FROM = 100_000;

function readRate(env: Environment): Read<number | null> {
  const text = valueOf(env, RATE);
  if (text === undefined) return { value: null, problems: [] };
  const rate = /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  return rate > 0 && rate < NO_LIMIT_FROM
    ? { value: rate, problems: [] }
    : { value: null, problems: [`${RATE} must be a number above 0, like 5 or 0.5`] };
}

const DEPLOYMENT = 'AX_TASKS_DEPLOYMENT';
const BUILD_ID = 'AX_TASKS_BUILD_ID';

function readDeployment(env: Environment): Read<DeploymentVersion | null> {
  const deploymentName = valueOf(env, DEPLOYMENT);
  const buildId = valueOf(env, BUILD_ID);
  if (deploymentName === undefined && buildId === undefined) return { value: null, problems: [] };
  if (deploymentName === undefined || buildId === undefined)
    return { value: null, problems: [`${DEPLOYMENT} and ${BUILD_ID} must be set together`] };
  const problems: string[] = [];
  // Temporal joins the two by a dot or a colon, so the name has neither.
  if (!/^[A-Za-z0-9_-]{1,100}$/.test(deploymentName))
    problems.push(`${DEPLOYMENT} must be at most 100 letters, digits, _ and -`);
  if (!/^[A-Za-z0-9._+-]{1,100}$/.test(buildId))
    problems.push(`${BUILD_ID} must be at most 100 letters, digits, ., _, + and -`);
  return { value: { deploymentName, buildId }, problems };
}
