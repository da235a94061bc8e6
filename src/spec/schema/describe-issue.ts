import type { z } from 'zod';
import type { Finding, SpecPath } from '../finding.js';
import { suggestion } from '../near-name.js';

type Issue = z.core.$ZodIssue;

/** What the mapping at a place of a file is called, with the members that it may have. */
export type MappingAt = (path: SpecPath) => { noun: string; members: readonly string[] };

/** What the schema found, in words: what is there, what was expected, and a near name where there is one. */
export function describeIssue(issue: Issue, mappingAt: MappingAt): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, mappingAt));
  const near = issue.code === 'invalid_value' ? nearValue(issue) : '';
  return [{ path, message: `${whatIsThere(issue.input)}, expected ${issue.message}${near}` }];
}

function unknownKey(path: SpecPath, key: string, mappingAt: MappingAt): Finding {
  const { noun, members } = mappingAt(path);
  const near = suggestion(key, members);
  const expected = near === '' ? `, expected one of ${members.join(', ')}` : near;
  return { path: [...path, key], at: 'key', message: `is not a member of ${noun}${expected}` };
}

const nearValue = (issue: Extract<Issue, { code: 'invalid_value' }>): string =>
  typeof issue.input === 'string' ? suggestion(issue.input, issue.values.map(String)) : '';

const MAX_SHOWN = 60;

function whatIsThere(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list';
  if (value !== null && typeof value === 'object') return 'is a mapping';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `is ${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}`;
}
