import { parsePipeline } from '../../../src/files/pipeline/parse-pipeline.js';
import type { GivenInputs } from '../../../src/files/inputs/given-inputs.js';
import { InvalidFileError } from '../../../src/files/document/finding.js';

/** What is wrong with a pipeline file, a line for each problem. */
export function problemsOf(text: string, given: GivenInputs['values'] = []): string[] {
  try {
    parsePipeline(text, 'p.yaml', {}, { values: given });
  } catch (error) {
    if (error instanceof InvalidFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}
