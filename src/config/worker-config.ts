import { z } from 'zod';
import { DEFAULT_TASK_QUEUE } from '../model/temporal/names.js';
import { DEPLOYMENT, deploymentOf } from './deployment-config.js';
import type { DeploymentVersion } from './deployment-config.js';
import { listenAddress, type ListenAddress } from './listen-address.js';
import { METRICS_VARIABLES, metricsOf, type MetricsConfig } from './metrics-config.js';
import { TRACES_VARIABLES, tracesOf, type TracesConfig } from './traces-config.js';
import { text, variables, word } from './variables.js';

const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_FORMATS = ['JSON', 'TEXT'] as const;
/** One JSON object a line, or lines for people. */
export type LogFormat = (typeof LOG_FORMATS)[number];

export interface WorkerConfig {
  taskQueue: string;
  logLevel: LogLevel;
  /** Null: lines for people on a terminal, JSON elsewhere. */
  logFormat: LogFormat | null;
  /** Activities that Temporal hands out a second to all workers of the queue together; null: no limit. */
  requestsPerSecond: number | null;
  /** Workflows that are kept in memory between their tasks; null: as many as a worker does by default. */
  maxCachedWorkflows: number | null;
  /** Null: the worker takes no part in Worker Versioning. */
  deployment: DeploymentVersion | null;
  /** Where `/livez` and `/readyz` are answered; null: nowhere. */
  healthAddress: ListenAddress | null;
  metrics: MetricsConfig | null;
  /** The file of receivers of notifications; null: nobody is told of anything. */
  receiversFile: string | null;
  traces: TracesConfig | null;
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

const NO_CACHE = 'AX_TASKS_MAX_CACHED_WORKFLOWS must be a whole number from 2 to 100000';

export const workerConfig = variables({
  ...TASK_QUEUE,
  LOG_LEVEL: word('LOG_LEVEL', LOG_LEVELS),
  LOG_FORMAT: word('LOG_FORMAT', LOG_FORMATS),
  AX_TASKS_REQUESTS_PER_SECOND: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, NO_RATE)
    .transform(Number)
    .refine((rate) => rate > 0 && rate < NO_LIMIT_FROM, NO_RATE)
    .optional(),
  AX_TASKS_MAX_CACHED_WORKFLOWS: z
    .string()
    .regex(/^\d{1,6}$/, NO_CACHE)
    .transform(Number)
    .refine((workflows) => workflows >= 2 && workflows <= 100_000, NO_CACHE)
    .optional(),
  AX_TASKS_HEALTH_ADDRESS: listenAddress('AX_TASKS_HEALTH_ADDRESS'),
  AX_TASKS_RECEIVERS: text,
  ...METRICS_VARIABLES,
  ...TRACES_VARIABLES,
  ...DEPLOYMENT,
}).transform((given, context): WorkerConfig => ({
  taskQueue: given.AX_TASKS_TASK_QUEUE,
  logLevel: given.LOG_LEVEL ?? 'INFO',
  logFormat: given.LOG_FORMAT ?? null,
  maxCachedWorkflows: given.AX_TASKS_MAX_CACHED_WORKFLOWS ?? null,
  requestsPerSecond: given.AX_TASKS_REQUESTS_PER_SECOND ?? null,
  deployment: deploymentOf(given, context),
  healthAddress: given.AX_TASKS_HEALTH_ADDRESS ?? null,
  metrics: metricsOf(given, context),
  receiversFile: given.AX_TASKS_RECEIVERS ?? null,
  traces: tracesOf(given),
}));
