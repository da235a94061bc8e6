import type { z } from 'zod';
import type { Finding, SpecPath } from '../finding.js';
import { suggestion } from '../near-name.js';
import { pipelineFile, stepFile, windowFile } from './pipeline-file.js';

type Issue = z.core.$ZodIssue;

/** What the schema found, in words: what is there, what was expected, and a near name where there is one. */
export function describeIssue(issue: Issue): Finding[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
  const near = issue.code === 'invalid_value' ? nearValue(issue) : '';
  return [{ path, message: `${whatIsThere(issue.input)}, expected ${issue.message}${near}` }];
}

function unknownKey(path: SpecPath, key: string): Finding {
  const known = membersAt(path);
  const near = suggestion(key, known);
  const expected = near === '' ? `, expected one of ${known.join(', ')}` : near;
  return { path: [...path, key], at: 'key', message: `is not a member of a ${ownerAt(path)}${expected}` };
}

const nearValue = (issue: Extract<Issue, { code: 'invalid_value' }>): string =>
  typeof issue.input === 'string' ? suggestion(issue.input, issue.values.map(String)) : '';

function membersAt(path: SpecPath): string[] {
  if (path.length === 0) return Object.keys(pipelineFile.shape);
  return Object.keys(path.length === 2 ? stepFile.shape : windowFile.shape);
}

const ownerAt = (path: SpecPath): string =>
  path.length === 0 ? 'pipeline' : path.length === 2 ? 'step' : 'window';

const MAX_SHOWN = 60;

function whatIsThere(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : 'is a list';
  if (value !== null && typeof value === 'object') return 'is a mapping';
  const shown = JSON.stringify(value) ?? 'nothing';
  return `is ${shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown}`;
}
