/** The way to a value in a file: member names and list positions from the root. */
export type SpecPath = readonly (string | number)[];

/** A problem that still names its place by path. `at: 'key'` points at the member's name instead of its value. */
export interface Finding {
  path: SpecPath;
  message: string;
  at?: 'key' | 'value';
  /** Where in the value's text, from 0; absent: at its beginning. */
  offset?: number;
}

/** A path as people write it: `steps[1].window.start`. */
export const formatPath = (path: SpecPath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

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

const MAX_SHOWN = 60;

/** What stands in a file, as problems say it: `is "x"`, `is a list`, `is missing`. */
export function whatIsThere(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list';
  if (value !== null && typeof value === 'object') return 'is a mapping';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `is ${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}`;
}
