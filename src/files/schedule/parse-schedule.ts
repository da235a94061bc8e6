import { defaultSpace } from '../../config/cli-config.js';
import { isTemplate, unescapeExpressions } from '../../expressions/split-template.js';
import type { ScheduleDefinition } from '../../model/schedule/schedule.js';
import { isRecord } from '../document/loose-step.js';
import { byPlace, examineFile } from '../document/check-file.js';
import { locate } from '../document/locate.js';
import type { Finding } from '../document/finding.js';
import { checkRule } from './check-rule.js';
import { checkSettle } from './check-settle.js';
import { checkTimes } from './check-times.js';
import { checkWork } from './check-work.js';
import { readScheduledPipeline } from './scheduled-pipeline.js';
import type { ReadFile, ScheduledPipelineReading } from './scheduled-pipeline.js';
import { toDefinition, toTask } from './to-definition.js';
import { warningsOf } from './warnings-of.js';
import { mappingsOf } from '../document/describe-issue.js';
import { scheduleFile } from './schedule-file.js';
import { InvalidFileError, whatIsThere } from '../document/finding.js';
import type { Variables } from '../document/substitute.js';
import { mapTexts, textsIn } from '../expressions/texts-in.js';

/** A valid schedule file. */
export interface ParsedSchedule {
  definition: ScheduleDefinition;
  /** Messages about settings that are allowed but may surprise. */
  warnings: string[];
}

/**
 * Reads a schedule file, YAML or JSON, and the pipeline file that it names: `readFile` receives the path as written.
 * `env` holds the variables that both files refer to, and `ARIZE_SPACE`, the default space.
 * @throws InvalidFileError with every problem of both files, each with its line and column.
 */
export async function parseSchedule(
  text: string,
  fileName: string,
  env: Variables,
  readFile: ReadFile,
): Promise<ParsedSchedule> {
  const space = defaultSpace(env);
  const { file, data, document, problems } = examineFile(text, fileName, env, {
    expected: { noun: 'a schedule', members: 'version, name, schedule and task or pipeline' },
    schema: scheduleFile,
    mappingAt: mappingsOf(scheduleFile),
    checks: (loose) => checkSchedule(loose, space),
  });
  const pipeline = await pipelineOf(data, env, readFile);
  const added = pipeline?.findings.map((finding) => locate(document, finding)) ?? [];
  const all = [...[...problems, ...added].sort(byPlace), ...(pipeline?.problems ?? [])];
  if (all.length > 0 || file === null) throw new InvalidFileError(fileName, all);
  const plain = mapTexts(file, unescapeExpressions) as typeof file;
  const definition = toDefinition(plain, pipeline?.work ?? toTask(plain, space), space);
  return { definition, warnings: warningsOf(definition) };
}

function pipelineOf(
  data: unknown,
  env: Variables,
  readFile: ReadFile,
): Promise<ScheduledPipelineReading> | null {
  const pipeline = isRecord(data) ? data['pipeline'] : undefined;
  return isRecord(pipeline) && typeof pipeline['file'] === 'string'
    ? readScheduledPipeline({ ...pipeline, file: pipeline['file'] }, env, readFile)
    : null;
}

function checkSchedule(data: unknown, space: string | undefined): Finding[] {
  if (!isRecord(data)) return [];
  const { schedule } = data;
  const times = isRecord(schedule) ? checkTimes(schedule) : [];
  return [
    ...expressionFindings(data),
    ...times.map((finding) => ({ ...finding, path: ['schedule', ...finding.path] })),
    ...checkRule(data),
    ...checkSettle(data, space),
    ...checkWork(data, space),
  ];
}

const expressionFindings = (data: unknown): Finding[] =>
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
