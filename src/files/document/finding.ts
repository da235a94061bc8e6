/** The path to a value in a file: member names and list positions from the root. */
export type ValuePath = readonly (string | number)[];

/** A problem that is located by a path. `at: 'key'` points to the member's name instead of its value. */
export interface Finding {
  path: ValuePath;
  message: string;
  at?: 'key' | 'value';
  /** Position in the value's text, from 0. Default: its start. */
  offset?: number;
}

/** Formats a path for people: `steps[1].window.start`. */
export const formatPath = (path: ValuePath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');

/** A problem of a file. Lines and columns count from 1; `path` is empty for the whole file. */
export interface FileProblem {
  line: number;
  column: number;
  path: string;
  message: string;
  /** The place outside this file, such as `--input` or `inputs.yaml:3:4`; line and column are then 0. */
  source?: string;
}

/** A file is not valid. `problems` lists every problem, in the order of the file. */
export class InvalidFileError extends Error {
  override readonly name = 'InvalidFileError';

  constructor(
    readonly fileName: string,
    readonly problems: readonly FileProblem[],
  ) {
    super(problems.map((problem) => lineOf(fileName, problem)).join('\n'));
  }
}

const lineOf = (fileName: string, { line, column, path, message, source }: FileProblem): string =>
  `${source ?? `${fileName}:${line}:${column}`} ${path === '' ? message : `${path}: ${message}`}`;

const MAX_SHOWN = 60;

/** Describes a value for a problem: `is "x"`, `is a list`, `is missing`. */
export function whatIsThere(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list';
  if (value !== null && typeof value === 'object') return 'is a mapping';
  // JSON has no NaN or Infinity: it would show null.
  const shown = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return `is ${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}`;
}

/** An object of a file whose members are not checked yet. */
export type Loose = Readonly<Record<string, unknown>>;
