import type { z } from 'zod';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import { quoted } from './quoted.js';
import { isName } from './reference.js';

/** A rule over several members; it meets unchecked values and must not fail on them. */
export type Rule<R> = (request: R) => (string | null)[];

/** Throws InvalidInputError with everything wrong in a request: in its members and between them. */
export function check<R>(what: string, request: R, schema: z.ZodType, ...rules: Rule<R>[]): void {
  const problems = [...memberProblems(schema, request), ...rules.flatMap((rule) => runRule(rule, request))];
  if (problems.length > 0) throw new InvalidInputError(what, problems);
}

function memberProblems(schema: z.ZodType, request: unknown): string[] {
  const read = schema.safeParse(request, { reportInput: true });
  return read.success ? [] : read.error.issues.map(inWords);
}

function runRule<R>(rule: Rule<R>, request: R): string[] {
  if (typeof request !== 'object' || request === null) return [];
  return rule(request).filter((problem) => problem !== null);
}

/** One issue of zod as a clause: the member, then what it must be. */
export function inWords(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const within = where === '' ? '' : ` in ${where}`;
    return `unknown member${within}: ${issue.keys.map((key) => quoted(key)).join(', ')}`;
  }
  const missing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  return `${where === '' ? 'the request' : where} ${missing ? 'is missing' : issue.message}`;
}

/** The members' names can only be looked up in a space (contract section 3, rule 2). */
export function namesNeedSpace<R extends { space?: string }>(...members: (keyof R & string)[]): Rule<R> {
  return (request) => members.map((member) => needsSpace(member, request[member], request.space));
}

export function needsSpace(what: string, reference: unknown, space: string | undefined): string | null {
  if (typeof reference !== 'string' || reference === '' || space !== undefined || !isName(reference))
    return null;
  return (
    `${what} ${quoted(reference)} is a name, so its space is needed too: give the space ` +
    '(--space), or the ID; an ID of unusual form is written id:…'
  );
}

/** Names of the members that are there. */
export const present = <R extends object>(
  request: R,
  members: readonly (keyof R & string)[],
): (keyof R & string)[] => members.filter((member) => request[member] !== undefined);
