import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { readCoverage as readLedger } from './read-coverage.js';
import type { SyncedCoverage } from '../../model/coverage/coverage-messages.js';
import type { CoverageEntry } from '../../model/coverage/coverage.js';
import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import type { Interval } from '../../model/time/interval.js';
import { DEFAULT_TASK_QUEUE, operationWorkflowId } from '../../model/temporal/names.js';
import type { Operation } from '../../model/temporal/operations.js';
import type { StartOptions } from '../start-or-attach.js';

type Place = Pick<StartOptions, 'taskQueue'>;

/**
 * What is known of a task's runs (by its ID) whose windows overlap a range (null: all), by when they begin. Empty where
 * nothing is. A worker must be running; where none answers, it rejects within half a minute.
 */
export const readCoverage = (
  client: Client,
  taskId: string,
  range: Interval | null = null,
  { taskQueue = DEFAULT_TASK_QUEUE }: Place = {},
): Promise<CoverageEntry[]> => readLedger({ client, taskQueue }, taskId, range);

/** Brings a task's coverage (by its ID) up to date: reads what is newer in the service's list of its runs. */
export function syncCoverage(
  client: Client,
  taskId: string,
  { taskQueue = DEFAULT_TASK_QUEUE }: Place = {},
): Promise<SyncedCoverage> {
  const operation: Operation = { verb: 'syncCoverage', request: { taskId } };
  return client.workflow.execute<(operation: Operation) => Promise<SyncedCoverage>>(WORKFLOWS.taskOperation, {
    workflowId: operationWorkflowId(operation.verb, randomUUID()),
    taskQueue,
    args: [operation],
    staticSummary: `one call: ${operation.verb}`,
  });
}
