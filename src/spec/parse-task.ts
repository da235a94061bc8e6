import type { TaskDefinition } from '../model/task-definition.js';
import { checkTask } from './checks/check-task.js';
import { checkFile } from './document/check-file.js';
import { taskFile, taskMappingAt } from './schema/task-file.js';
import type { TaskFile } from './schema/task-file.js';
import type { Variables } from './substitute.js';

/**
 * The definition in a task file, YAML or JSON. `env` gives the variables that the file refers to, and `ARIZE_SPACE`,
 * the space of files that name none.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function parseTask(text: string, fileName: string, env: Variables): TaskDefinition {
  const defaultSpace = env['ARIZE_SPACE'] || undefined;
  const file = checkFile(text, fileName, env, {
    expected: { noun: 'a task', members: 'name, type and what it works on' },
    schema: taskFile,
    mappingAt: taskMappingAt,
    checks: (data) => checkTask(data, defaultSpace),
  });
  return toDefinition(file, file.space ?? defaultSpace);
}

function toDefinition({ type, ...file }: TaskFile, space: string | undefined): TaskDefinition {
  // What each type needs was checked beside the schema.
  return { type, ...file, ...(space === undefined ? {} : { space }) } as TaskDefinition;
}
