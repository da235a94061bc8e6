/** One thing that is wrong with a file. Lines and columns count from 1; `path` is empty for the file as a whole. */
export interface SpecProblem {
  line: number;
  column: number;
  path: string;
  message: string;
  /** Where it stands if not in this file, like `--input` or `inputs.yaml:3:4`; line and column are then 0. */
  source?: string;
}

/** A file that cannot be used, with everything that is wrong with it at once, in the order of the file. */
export class SpecError extends Error {
  override readonly name = 'SpecError';

  constructor(
    readonly fileName: string,
    readonly problems: readonly SpecProblem[],
  ) {
    super(problems.map((problem) => lineOf(fileName, problem)).join('\n'));
  }
}

const lineOf = (fileName: string, { line, column, path, message, source }: SpecProblem): string =>
  `${source ?? `${fileName}:${line}:${column}`} ${path === '' ? message : `${path}: ${message}`}`;
