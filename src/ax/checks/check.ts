import { z } from 'zod';
import { suggestion } from '../../model/base/near-name.js';
import { InvalidInputError } from '../base/errors.js';
import { isName, quoted } from '../base/texts.js';

/** A rule over several members. It receives unchecked values, so it must not throw on any of them. */
export type Rule<R> = (request: R) => (string | null)[];

/**
 * Checks the members of a request, and the rules between them.
 * @throws InvalidInputError with every problem found.
 */
export function check<R>(what: string, request: R, schema: z.ZodType, ...rules: Rule<R>[]): void {
  const problems = [...memberProblems(schema, request), ...rules.flatMap((rule) => runRule(rule, request))];
  if (problems.length > 0) throw new InvalidInputError(what, problems);
}

/** The problems of each member, as clauses. */
export function memberProblems(schema: z.ZodType, request: unknown): string[] {
  const read = schema.safeParse(request, { reportInput: true });
  return read.success ? [] : read.error.issues.map((issue) => inWords(issue, schema));
}

function runRule<R>(rule: Rule<R>, request: R): string[] {
  if (typeof request !== 'object' || request === null) return [];
  return rule(request).filter((problem) => problem !== null);
}

/** A zod issue as a clause: the member, then what it must be. */
function inWords(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = membersAt(schema, issue.path);
    const within = where === '' ? '' : ` in ${where}`;
    const each = issue.keys.map((key) => `${quoted(key)}${suggestion(key, known)}`);
    return `unknown field${within}: ${each.join(', ')}`;
  }
  const missing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  return `${where === '' ? 'the request' : where} ${missing ? 'is missing' : issue.message}`;
}

/** The members of the object at a path of a schema. */
function membersAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return membersAt(schema.unwrap(), path);
  const [first, ...rest] = path;
  if (schema instanceof z.ZodArray) return membersAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  return first === undefined ? Object.keys(schema.shape) : membersAt(schema.shape[String(first)], rest);
}

/** These members require a space if they hold names (docs/api-contract.md 3, rule 2). */
export function namesNeedSpace<R extends { space?: string }>(...members: (keyof R & string)[]): Rule<R> {
  return (request) => members.map((member) => needsSpace(member, request[member], request.space));
}

export function needsSpace(what: string, reference: unknown, space: string | undefined): string | null {
  if (typeof reference !== 'string' || reference === '' || space !== undefined || !isName(reference))
    return null;
  return (
    `${what} ${quoted(reference)} is a name: also give its space (--space), or give the ID ` +
    '(write an ID of unusual form as id:…)'
  );
}

/** The names of the members that are present. */
export const present = <R extends object>(
  request: R,
  members: readonly (keyof R & string)[],
): (keyof R & string)[] => members.filter((member) => request[member] !== undefined);
