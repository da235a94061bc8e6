import { suggestion } from './near-name.js';

/** What is wrong with the value at `path`, as `path: expected X, got Y`; null if nothing is. */
export type Check = (value: unknown, path: string) => string | null;

export const expected =
  (what: string, holds: (value: unknown) => boolean): Check =>
  (value, path) =>
    holds(value) ? null : `${path}: expected ${what}, got ${shown(value)}`;

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON has no NaN or Infinity: it would show null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

export const anything: Check = () => null;
export const flag = expected('true or false', (value) => typeof value === 'boolean');
export const text = expected(
  'a non-empty string',
  (value) => typeof value === 'string' && value.trim() !== '',
);
export const anyText = expected('a string', (value) => typeof value === 'string');
export const number = expected('a number', Number.isFinite);

export const share = expected(
  'a number from 0 to 1',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
);

export const whole = (min: number, what = `a whole number, at least ${min}`): Check =>
  expected(what, (value) => Number.isSafeInteger(value) && (value as number) >= min);

/** The upper bound keeps sums of a time and a duration within what a date can hold. */
const MAX_MS = 1e12;

/** A duration; the message says its unit. */
export const milliseconds = (min: number): Check =>
  expected(
    `a whole number of milliseconds, at least ${min}`,
    (value) => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= MAX_MS,
  );

/** An instant in milliseconds since 1970. */
export const instant = expected(
  'a time in milliseconds since 1970',
  (value) => Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15,
);

export const oneOf = (values: readonly (string | number)[]): Check =>
  expected(values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`, (value) =>
    values.some((each) => each === value),
  );

/** Null is not absent: other languages write it for a member that was never set. */
export const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? null : appended(check(value, path), value === null ? '; leave the member out' : '');

export const nullable =
  (check: Check): Check =>
  (value, path) =>
    value === null ? null : check(value, path);

const appended = (problem: string | null, more: string): string | null =>
  problem === null ? null : problem + more;

/** Adds what to do to the message if the value itself is wrong, and not a member of it. */
export const advise =
  (check: Check, advice: string): Check =>
  (value, path) => {
    const problem = check(value, path);
    return problem?.startsWith(`${path}: `) === true ? `${problem}; ${advice}` : problem;
  };

/** The first problem of several checks. */
export const all =
  (...checks: readonly Check[]): Check =>
  (value, path) =>
    firstOf(checks, (check) => check(value, path));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const object = expected('an object', isObject);

export const listOf = (check: Check, min = 0): Check =>
  all(
    expected(
      min === 0 ? 'a list' : `a list with at least ${min} entry`,
      (value) => Array.isArray(value) && value.length >= min,
    ),
    (value, path) =>
      firstOf([...(value as unknown[]).entries()], ([at, each]) => check(each, `${path}[${at}]`)),
  );

export const mapOf = (check: Check): Check =>
  all(object, (value, path) =>
    firstOf(Object.entries(value as object), ([name, each]) => check(each, join(path, name))),
  );

type Members<T> = { [K in keyof Required<T>]: Check };

/** Some members of an object; others are not looked at. */
export const members = <T>(checks: Partial<Members<T>>): Check =>
  all(object, (value, path) =>
    firstOf(Object.entries(checks as Record<string, Check>), ([name, check]) =>
      check((value as Record<string, unknown>)[name], join(path, name)),
    ),
  );

/** All members of an object. A member of another name is refused: it would be a misspelt one, without effect. */
export const shape = <T>(checks: Members<T>): Check => {
  const names = Object.keys(checks);
  return all(members<T>(checks), (value, path) =>
    firstOf(Object.entries(value as object), ([name, each]) =>
      each === undefined || names.includes(name)
        ? null
        : `${join(path, name)}: is not a member${suggestion(name, names) || `; the members are ${names.join(', ')}`}`,
    ),
  );
};

/** Whether a problem is a member that {@link shape} does not know: misspelt, or of a newer version. */
export const isUnknownMember = (problem: string): boolean => /^[^:]*: is not a member\b/.test(problem);

/** An object whose member `name` says which check applies. */
export const byMember = (name: string, checks: Readonly<Record<string, Check>>): Check =>
  all(members({ [name]: oneOf(Object.keys(checks)) }), (value, path) => {
    const kind = String((value as Record<string, unknown>)[name]);
    return checks[kind]?.(value, path) ?? null;
  });

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function firstOf<T>(items: readonly T[], problemOf: (item: T) => string | null): string | null {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== null) return problem;
  }
  return null;
}

/** A stretch of time is not empty; its ends are checked already. */
export const endsAfterStart = expected('a window that ends after its start', (value) => {
  const { startMs, endMs } = value as { startMs: number; endMs: number };
  return startMs < endMs;
});
