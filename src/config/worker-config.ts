import { z } from 'zod';
import { DEFAULT_TASK_QUEUE } from '../model/temporal/names.js';
import { listenAddress, type ListenAddress } from './listen-address.js';
import { variables, word } from './variables.js';

const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface WorkerConfig {
  taskQueue: string;
  logLevel: LogLevel;
  /** Activities that Temporal hands out a second to all workers of the queue together; null: no limit. */
  requestsPerSecond: number | null;
  /** Null: the worker takes no part in Worker Versioning. */
  deployment: DeploymentVersion | null;
  /** Where `/livez` and `/readyz` are answered; null: nowhere. */
  healthAddress: ListenAddress | null;
}

/** Under which version of which deployment a worker takes workflow tasks. */
export interface DeploymentVersion {
  deploymentName: string;
  buildId: string;
}

/** The task queue, for workers and for those who start workflows. */
export const TASK_QUEUE = {
  AX_TASKS_TASK_QUEUE: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'AX_TASKS_TASK_QUEUE must be at most 200 visible ASCII characters')
    .default(DEFAULT_TASK_QUEUE),
};

/** What Temporal takes for no limit at all. */
const NO_LIMIT_FROM = 100_000;
const NO_RATE = 'AX_TASKS_REQUESTS_PER_SECOND must be a number above 0, like 5 or 0.5';

export const workerConfig = variables({
  ...TASK_QUEUE,
  LOG_LEVEL: word('LOG_LEVEL', LOG_LEVELS),
  AX_TASKS_REQUESTS_PER_SECOND: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, NO_RATE)
    .transform(Number)
    .refine((rate) => rate > 0 && rate < NO_LIMIT_FROM, NO_RATE)
    .optional(),
  AX_TASKS_HEALTH_ADDRESS: listenAddress('AX_TASKS_HEALTH_ADDRESS'),
  // Temporal joins the two by a dot or a colon, so the name has neither.
  AX_TASKS_DEPLOYMENT: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, 'AX_TASKS_DEPLOYMENT must be at most 100 letters, digits, _ and -')
    .optional(),
  AX_TASKS_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9._+-]{1,100}$/, 'AX_TASKS_BUILD_ID must be at most 100 letters, digits, ., _, + and -')
    .optional(),
}).transform((given, context): WorkerConfig => {
  const { AX_TASKS_DEPLOYMENT: deploymentName, AX_TASKS_BUILD_ID: buildId } = given;
  const isVersioned = deploymentName !== undefined && buildId !== undefined;
  if (!isVersioned && (deploymentName ?? buildId) !== undefined)
    context.addIssue('AX_TASKS_DEPLOYMENT and AX_TASKS_BUILD_ID must be set together');
  return {
    taskQueue: given.AX_TASKS_TASK_QUEUE,
    logLevel: given.LOG_LEVEL ?? 'INFO',
    requestsPerSecond: given.AX_TASKS_REQUESTS_PER_SECOND ?? null,
    deployment: isVersioned ? { deploymentName, buildId } : null,
    healthAddress: given.AX_TASKS_HEALTH_ADDRESS ?? null,
  };
});
