import { defaultSpace } from '../../config/cli-config.js';
import { isTemplate, unescapeExpressions } from '../../expressions/split-template.js';
import { inApiWords } from '../../model/api/run-configuration.js';
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
 * Reads a task file, YAML or JSON, into a definition. `env` holds the variables that the file refers to, and
 * `ARIZE_SPACE`, the default space.
 * @throws InvalidFileError with every problem, each with its line and column.
 */
export function parseTask(text: string, fileName: string, env: Variables): TaskDefinition {
  const space = defaultSpace(env);
  const { file } = checkFile(text, fileName, env, {
    expected: { noun: 'a task', members: 'name, type and what it works on' },
    schema: taskFile,
    mappingAt: mappingsOf(taskFile),
    checks: (data) => [...expressions(data), ...checkTask(data, space)],
  });
  const plain = mapTexts(file, unescapeExpressions) as TaskFile;
  return toDefinition(plain, plain.space ?? space);
}

const expressions = (data: unknown): Finding[] =>
  textsIn(data).flatMap(({ path, text }) =>
    isTemplate(text)
      ? [
          {
            path,
            message: `${whatIsThere(text)}, expected a string without expressions: only pipelines support them`,
          },
        ]
      : [],
  );

/** The definition of a checked file. */
export function toDefinition(file: TaskFile, space: string | undefined): TaskDefinition {
  // The fields that each type requires were checked separately.
  return {
    ...omit(file, '$schema'),
    ...(file.runConfiguration === undefined ? {} : { runConfiguration: inApiWords(file.runConfiguration) }),
    ...(space === undefined ? {} : { space }),
  } as unknown as TaskDefinition;
}
