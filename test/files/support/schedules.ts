import { parseSchedule } from '../../../src/files/schedule/parse-schedule.js';
import type { ParsedSchedule } from '../../../src/files/schedule/parse-schedule.js';
import { InvalidFileError } from '../../../src/files/document/finding.js';

const NO_FILES = (path: string): Promise<string> => Promise.reject(new Error(`no file ${path}`));

/** A schedule file `s.yaml` with the other files that it names. */
export const parse = (
  text: string,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<ParsedSchedule> =>
  parseSchedule(text, 's.yaml', env, (path) => {
    const file = files[path];
    return file === undefined ? NO_FILES(path) : Promise.resolve(file);
  });

/** What is wrong with a schedule file, a line for each problem. */
export async function problemsOf(
  text: string,
  files: Record<string, string> = {},
  env: Record<string, string> = {},
): Promise<string[]> {
  try {
    await parse(text, files, env);
  } catch (error) {
    if (error instanceof InvalidFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

export const NIGHTLY = `version: 1
name: nightly
schedule:
  cron: '0 5 * * *'
window: { length: 1d }
task: nightly-hallucination
space: research
`;

export const PIPELINE = `version: 1
name: quality
space: research
inputs:
  start: { type: time }
  end: { type: time }
  maxSpans: 1000
steps:
  - id: a
    task: nightly-hallucination
    window: { start: '\${{ inputs.start }}', end: '\${{ inputs.end }}' }
    maxSpans: \${{ inputs.maxSpans }}
`;

export const WITH_PIPELINE = `version: 1
name: hourly
schedule: { every: 1h }
window: { length: 1h }
pipeline:
  file: ./p.yaml
  inputs: { maxSpans: 7 }
  window: { start: start, end: end }
`;
