import { isTemplate, unescapeExpressions } from '../../expressions/split-template.js';
import type { TaskDefinition } from '../../model/api/task-definition.js';
import { checkTask } from './check-task.js';
import { checkFile } from '../document/check-file.js';
import type { Finding } from '../document/finding.js';
import { mappingsOf } from '../document/describe-issue.js';
import { taskFile } from './task-file.js';
import type { TaskFile } from './task-file.js';
import type { Variables } from '../document/substitute.js';
import { mapTexts, textsIn } from '../expressions/texts-in.js';
import { omit } from '../../model/base/objects.js';
import { whatIsThere } from '../document/finding.js';

/**
 * The definition in a task file, YAML or JSON. `env` gives the variables that the file refers to, and `ARIZE_SPACE`,
 * the space of files that name none.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function parseTask(text: string, fileName: string, env: Variables): TaskDefinition {
  const defaultSpace = env['ARIZE_SPACE'] || undefined;
  const { file } = checkFile(text, fileName, env, {
    expected: { noun: 'a task', members: 'name, type and what it works on' },
    schema: taskFile,
    mappingAt: mappingsOf(taskFile),
    checks: (data) => [...expressions(data), ...checkTask(data, defaultSpace)],
  });
  const plain = mapTexts(file, unescapeExpressions) as TaskFile;
  return toDefinition(plain, plain.space ?? defaultSpace);
}

const expressions = (data: unknown): Finding[] =>
  textsIn(data).flatMap(({ path, text }) =>
    isTemplate(text)
      ? [
          {
            path,
            message: `${whatIsThere(text)}, expected a text without expressions, which only pipelines have`,
          },
        ]
      : [],
  );

/** The definition that a checked file means. */
export function toDefinition(file: TaskFile, space: string | undefined): TaskDefinition {
  // What each type needs was checked beside the schema.
  return {
    ...omit(file, '$schema'),
    ...(space === undefined ? {} : { space }),
  } as unknown as TaskDefinition;
}
