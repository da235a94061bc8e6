import type { z } from 'zod';
import type { Finding } from '../finding.js';
import { describeIssue } from '../schema/describe-issue.js';
import type { MappingAt } from '../schema/describe-issue.js';
import { SpecError } from '../spec-error.js';
import type { SpecProblem } from '../spec-error.js';
import type { Variables } from '../substitute.js';
import { locate } from './locate.js';
import { readDocument } from './read-document.js';
import type { Expected, SpecDocument } from './read-document.js';
import { substituteScalars } from './substitute-scalars.js';

/** A kind of file: its schema, and the checks of what goes together, which meet the data unchecked. */
export interface FileKind<File> {
  expected: Expected;
  schema: z.ZodType<File>;
  mappingAt: MappingAt;
  checks: (data: unknown) => Finding[];
}

/**
 * The data of a file, YAML or JSON, with its variables replaced.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function checkFile<File>(
  text: string,
  fileName: string,
  env: Variables,
  { expected, schema, mappingAt, checks }: FileKind<File>,
): File {
  const document = readDocument(text, fileName, expected);
  const unresolved = substituteScalars(document, env);
  const data = dataOf(document);
  const checked = schema.safeParse(data, { reportInput: true });
  const issues = checked.success
    ? []
    : checked.error.issues.flatMap((issue) => describeIssue(issue, mappingAt));
  const findings = withoutRepeats([...unresolved, ...issues, ...checks(data)]);
  const problems = [...document.problems, ...findings.map((finding) => locate(document, finding))];
  if (problems.length > 0 || !checked.success) throw new SpecError(fileName, problems.sort(byPlace));
  return checked.data;
}

function dataOf(document: SpecDocument): unknown {
  try {
    return document.yaml.toJS() as unknown;
  } catch (error) {
    // Aliases that multiply without bound.
    const message = error instanceof Error ? error.message : String(error);
    throw new SpecError(document.fileName, [{ line: 1, column: 1, path: '', message }]);
  }
}

// A text that could not be substituted is wrong once, not again in every check that reads it.
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, at }) => {
    const place = JSON.stringify([path, at ?? 'value']);
    return !seen.has(place) && seen.add(place);
  });
}

const byPlace = (a: SpecProblem, b: SpecProblem): number => a.line - b.line || a.column - b.column;
