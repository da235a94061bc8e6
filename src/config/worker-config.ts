import { DEFAULT_TASK_QUEUE } from '../model/names.js';
import { valueOf, type Environment, type Read } from './environment.js';

const LOG_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface WorkerConfig {
  taskQueue: string;
  logLevel: LogLevel;
}

export function readWorkerConfig(env: Environment): Read<WorkerConfig> {
  const taskQueue = valueOf(env, 'AX_TASKS_TASK_QUEUE') ?? DEFAULT_TASK_QUEUE;
  const given = (valueOf(env, 'LOG_LEVEL') ?? 'INFO').toUpperCase();
  const logLevel = LOG_LEVELS.find((level) => level === given);
  return {
    value: { taskQueue, logLevel: logLevel ?? 'INFO' },
    problems: [
      ...(/^[\x21-\x7e]{1,200}$/.test(taskQueue)
        ? []
        : ['AX_TASKS_TASK_QUEUE must be at most 200 visible ASCII characters']),
      ...(logLevel === undefined ? [`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`] : []),
    ],
  };
}
