import { EXIT } from '../../model/temporal/exit-codes.js';
import type { GivenInputs } from '../../files/inputs/given-inputs.js';
import { validatePipeline } from '../../files/pipeline/parse-pipeline.js';
import { InvalidFileError } from '../../files/document/finding.js';
import type { FileProblem } from '../../files/document/finding.js';
import type { Style } from '../../terminal/style.js';
import { cleanLines } from '../../terminal/text/text.js';
import type { CliContext } from '../base/context.js';
import { CliError } from '../base/cli-error.js';
import { readInputs } from '../input/read-inputs.js';
import type { InputOptions } from '../input/read-inputs.js';
import { readSpec } from '../input/read-spec.js';
import { Output } from '../base/output.js';
import type { OutputOptions } from '../base/output.js';

interface ValidFile {
  file: string;
  isValid: true;
  name: string;
  steps: number;
}

interface InvalidFile {
  file: string;
  isValid: false;
  problems: readonly FileProblem[];
  /** The problems as lines, each with its place. */
  message: string;
}

/**
 * Checks pipeline files and reports what is wrong. If no inputs are given, those without a default need none: what
 * depends on them is not looked at.
 */
export async function validate(
  context: CliContext,
  options: InputOptions & OutputOptions,
  ...files: string[]
): Promise<number> {
  const output = new Output(context, options);
  const given = { ...(await readInputs(options, context)), isPartial: !hasInputs(options) };
  const checked: (ValidFile | InvalidFile)[] = [];
  for (const file of files) checked.push(await check(file, given, context));
  output.result('validated', { files: checked }, (style) => checked.map((each) => lineOf(each, style)));
  return checked.every(({ isValid }) => isValid) ? EXIT.success : EXIT.usage;
}

const hasInputs = ({ input, inputs }: InputOptions): boolean => input !== undefined || inputs !== undefined;

async function check(
  file: string,
  given: GivenInputs,
  context: CliContext,
): Promise<ValidFile | InvalidFile> {
  try {
    const text = await readSpec('pipeline', file, context);
    const found = validatePipeline(text, file === '-' ? 'stdin' : file, context.env, given);
    return { file, isValid: true, ...found };
  } catch (error) {
    if (error instanceof InvalidFileError) {
      return { file, isValid: false, problems: error.problems, message: error.message };
    }
    if (!(error instanceof CliError)) throw error;
    const { message } = error;
    return { file, isValid: false, problems: [{ line: 0, column: 0, path: '', message }], message };
  }
}

function lineOf(checked: ValidFile | InvalidFile, style: Style): string {
  if (!checked.isValid) return cleanLines(checked.message);
  const { file, steps } = checked;
  return `${file}: ${style.paint('good', 'ok')}, ${steps} ${steps === 1 ? 'step' : 'steps'}`;
}
