import { definitionCheck } from '../api/request-checks.js';
import { flag, milliseconds, optional, shape } from '../base/checks.js';
import type { Task } from '../api/task.js';
import type { TaskDefinition } from '../api/task-definition.js';
import type { TaskChange } from './task-difference.js';

/** Input of the workflow `ensureTask`. */
export interface EnsureTaskInput {
  definition: TaskDefinition;
  /** Says what would be done, and does nothing. */
  isDryRun?: boolean;
  /** How long a task may take to show up in the list after its POST, in milliseconds; 15,000 when absent. */
  settleMs?: number;
}

/** The result of `ensureTask`; of a dry run, what it would be. */
export interface EnsureTaskResult {
  action: 'created' | 'updated' | 'unchanged';
  isDryRun: boolean;
  /** The task as it is afterwards; null where a dry run found none. */
  task: Task | null;
  changes: TaskChange[];
}

const ensureTaskCheck = shape<EnsureTaskInput>({
  definition: definitionCheck,
  isDryRun: optional(flag),
  settleMs: optional(milliseconds(0)),
});

/** What is wrong with an input of `ensureTask` from any program; null if nothing is. */
export const ensureTaskProblem = (input: unknown): string | null => ensureTaskCheck(input, 'input');
