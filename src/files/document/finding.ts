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
