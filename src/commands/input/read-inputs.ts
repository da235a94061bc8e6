import type { GivenInput, GivenInputs } from '../../files/inputs/given-inputs.js';
import { parseInputs } from '../../files/inputs/given-inputs.js';
import type { CliContext } from '../base/context.js';
import { usageError } from '../base/cli-error.js';
import { readSpec } from './read-spec.js';

/** The flags with which a pipeline is given its inputs. */
export interface InputOptions {
  /** `name=value`, each. */
  input?: readonly string[];
  /** A file with a mapping of names to values. */
  inputs?: string;
}

/** The inputs given by flags: those of `--input` stand over those of the file, later ones over earlier ones. */
export async function readInputs(options: InputOptions, context: CliContext): Promise<GivenInputs> {
  const { input = [], inputs } = options;
  const ofFile = inputs === undefined ? [] : await readFileOf(inputs, context);
  return { values: [...ofFile, ...input.map(typed)] };
}

async function readFileOf(file: string, context: CliContext): Promise<GivenInput[]> {
  return parseInputs(await readSpec('inputs', file, context), file === '-' ? 'stdin' : file);
}

function typed(word: string): GivenInput {
  const at = word.indexOf('=');
  if (at < 1) throw usageError(`--input is ${JSON.stringify(word)}, expected name=value`);
  return { name: word.slice(0, at), value: word.slice(at + 1), source: '--input', isTyped: true };
}
