import { defaultSpace } from '../../config/cli-config.js';
import type { Plan } from '../../model/pipeline/plan.js';
import { checkPipeline } from './check-pipeline.js';
import { isRecord } from '../document/loose-step.js';
import { byPlace, checkFile } from '../document/check-file.js';
import { InvalidFileError } from '../document/finding.js';
import type { Finding } from '../document/finding.js';
import { locate } from '../document/locate.js';
import { readDocument } from '../document/read-document.js';
import type { FileReading } from '../document/check-file.js';
import type { GivenInputs } from '../inputs/given-inputs.js';
import { resolveInputs } from '../inputs/resolve-inputs.js';
import { toPlan } from './to-plan.js';
import { mappingsOf } from '../document/describe-issue.js';
import { pipelineFile } from './pipeline-file.js';
import type { PipelineFile } from './pipeline-file.js';
import type { Variables } from '../document/substitute.js';
import { fillInputs } from '../inputs/fill-inputs.js';

/** No values: all inputs have their defaults. */
const NONE: GivenInputs = { values: [] };

/**
 * Reads a pipeline file, YAML or JSON, into a plan. `env` holds the variables that the file refers to, and `ARIZE_SPACE`,
 * the default space.
 * @throws InvalidFileError with every problem, each with its line and column.
 */
export function parsePipeline(
  text: string,
  fileName: string,
  env: Variables,
  given: GivenInputs = NONE,
): Plan {
  const { file, values } = readPipeline(text, fileName, env, { ...given, isPartial: false });
  // Without open paths, an invalid file has already thrown.
  return toPlan(file as PipelineFile, values, defaultSpace(env));
}

/**
 * Checks a pipeline file whose inputs may lack values (`isPartial`), and counts its steps.
 * @throws InvalidFileError with every problem, each with its line and column.
 */
export function validatePipeline(
  text: string,
  fileName: string,
  env: Variables,
  given: GivenInputs,
): { name: string; steps: number } {
  const { file, data, values } = readPipeline(text, fileName, env, given);
  if (file !== null) toPlan(file, values, defaultSpace(env));
  const members = isRecord(data) ? data : {};
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  return { name: String(members['name']), steps: count(members['steps']) + count(members['finally']) };
}

/**
 * The error for what was found only by asking the service, such as by `checkPlan`, with the line and column of each finding
 * in the file.
 */
export function findingsIn(text: string, fileName: string, findings: readonly Finding[]): InvalidFileError {
  const document = readDocument(text, fileName, EXPECTED);
  const problems = findings.map((finding) => locate(document, finding)).sort(byPlace);
  return new InvalidFileError(fileName, problems);
}

const EXPECTED = { noun: 'a pipeline', members: 'version, name and steps' };

function readPipeline(
  text: string,
  fileName: string,
  env: Variables,
  given: GivenInputs,
): FileReading<PipelineFile> & Pick<ReturnType<typeof resolveInputs>, 'values'> {
  let inputs = resolveInputs({}, NONE);
  const reading = checkFile(text, fileName, env, {
    expected: EXPECTED,
    schema: pipelineFile,
    mappingAt: mappingsOf(pipelineFile),
    prepare: (document, data) => {
      inputs = resolveInputs(data, given);
      const { findings, open } = fillInputs(document, inputs);
      return { findings: [...inputs.findings, ...findings], problems: inputs.problems, open };
    },
    checks: (data) => checkPipeline(data, inputs.names, defaultSpace(env)),
  });
  return { ...reading, values: inputs.values };
}
