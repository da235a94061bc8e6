import { isTemplate } from '../../expressions/split-template.js';
import type { Finding, ValuePath } from './finding.js';
import { suggestion } from '../../model/base/near-name.js';
import { whatIsThere } from './finding.js';
import { z } from 'zod';

type Issue = z.core.$ZodIssue;
type IssueOf<Code> = Extract<Issue, { code: Code }>;

/** Finds the noun for the mapping at a path of a file, and the fields that it may have. */
export type MappingAt = (path: ValuePath) => { noun: string; members: readonly string[] };

/** Describes a schema problem: what the file contains, what was expected, and a similar name if there is one. */
export function describeIssue(issue: Issue, mappingAt: MappingAt): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, mappingAt));
  if (issue.code === 'invalid_key') return [wrongName(path, issue)];
  const inside = issue.code === 'invalid_union' ? issuesInside(issue) : [];
  if (inside.length > 0) {
    return inside.flatMap((each) =>
      describeIssue({ ...each, path: [...issue.path, ...each.path] }, mappingAt),
    );
  }
  const near = issue.code === 'invalid_value' ? nearValue(issue) : '';
  const hint = typeof issue.input === 'string' && isTemplate(issue.input) ? ONLY_INPUTS : '';
  return [{ path, message: `${whatIsThere(issue.input)}, expected ${issue.message}${near}${hint}` }];
}

/** Hint for an expression at a path whose value must be known before the pipeline starts. */
export const ONLY_INPUTS = ' (only inputs may be used here)';

function unknownKey(path: ValuePath, key: string, mappingAt: MappingAt): Finding {
  const { noun, members } = mappingAt(path);
  const near = suggestion(key, members);
  const expected = near === '' ? `, expected one of ${members.join(', ')}` : near;
  return { path: [...path, key], at: 'key', message: `is not a field of ${noun}${expected}` };
}

function wrongName(path: ValuePath, { issues }: IssueOf<'invalid_key'>): Finding {
  const expected = issues[0]?.message ?? 'a name';
  return { path, at: 'key', message: `is ${JSON.stringify(path.at(-1))}, expected ${expected}` };
}

// The choice that the value was meant to match: a mapping or list with a problem inside.
const issuesInside = ({ errors }: IssueOf<'invalid_union'>): Issue[] =>
  errors.find((option) => option.length > 0 && option.every((issue) => isInside(issue))) ?? [];

const isInside = (issue: Issue): boolean =>
  issue.path.length > 0 ||
  issue.code === 'unrecognized_keys' ||
  (issue.code === 'invalid_union' && issuesInside(issue).length > 0);

const nearValue = (issue: IssueOf<'invalid_value'>): string =>
  typeof issue.input === 'string' ? suggestion(issue.input, issue.values.map(String)) : '';

/** Looks up the mappings of a kind of file by path. The schema holds the noun of each mapping as its `title`. */
export const mappingsOf =
  (root: z.ZodType): MappingAt =>
  (path) => {
    const found = mappingAt(root, path);
    const noun = found?.meta()?.title ?? 'mapping';
    return { noun: withArticle(noun), members: found === null ? [] : Object.keys(found.shape) };
  };

const withArticle = (noun: string): string => {
  if (/filters$|[A-Z]/.test(noun)) return noun;
  return `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`;
};

function mappingAt(schema: unknown, path: ValuePath): z.ZodObject | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return mappingAt(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) {
    const found = schema.options.map((option) => mappingAt(option, path));
    return found.find((mapping) => mapping !== null) ?? null;
  }
  const [first, ...rest] = path;
  if (schema instanceof z.ZodObject)
    return first === undefined ? schema : mappingAt(schema.shape[first], rest);
  if (first === undefined) return null;
  if (schema instanceof z.ZodArray) return mappingAt(schema.element, rest);
  return schema instanceof z.ZodRecord ? mappingAt(schema.valueType, rest) : null;
}
