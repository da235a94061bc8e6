import type { z } from 'zod';
import type { Finding, SpecPath, SpecProblem } from './finding.js';
import { describeIssue } from './describe-issue.js';
import type { MappingAt } from './describe-issue.js';
import { SpecError } from './finding.js';
import type { Variables } from './substitute.js';
import { locate } from './locate.js';
import { readDocument } from './read-document.js';
import type { Expected, SpecDocument } from './read-document.js';
import { substituteScalars } from './substitute.js';

/** A kind of file: its schema, and the checks of what goes together, which meet the data unchecked. */
export interface FileKind<File> {
  expected: Expected;
  schema: z.ZodType<File>;
  mappingAt: MappingAt;
  /** What is done to the document, and looked at in its data, before anything is checked. */
  prepare?: (document: SpecDocument, data: unknown) => Preparation;
  checks: (data: unknown) => Finding[];
}

export interface Preparation {
  findings: Finding[];
  problems: SpecProblem[];
  /** Places of which nothing can be said, for want of a value. */
  open: SpecPath[];
}

/** A file without anything wrong. `file` is null where places are open and it cannot be told. */
export interface FileReading<File> {
  file: File | null;
  data: unknown;
}

/** A file as it was read, whether or not anything is wrong with it. */
export interface ExaminedFile<File> extends FileReading<File> {
  document: SpecDocument;
  problems: SpecProblem[];
}

const NOTHING: Preparation = { findings: [], problems: [], open: [] };

/**
 * The data of a file, YAML or JSON, with its variables replaced.
 * @throws SpecError with all that is wrong, each with line and column
 */
export function checkFile<File>(
  text: string,
  fileName: string,
  env: Variables,
  kind: FileKind<File>,
): FileReading<File> {
  const { file, data, problems } = examineFile(text, fileName, env, kind);
  if (problems.length > 0) throw new SpecError(fileName, problems);
  return { file, data };
}

/**
 * Like {@link checkFile}, but what is wrong is returned, in the order of the file, so that more can be added to it.
 * @throws SpecError where the text cannot be read at all
 */
export function examineFile<File>(
  text: string,
  fileName: string,
  env: Variables,
  kind: FileKind<File>,
): ExaminedFile<File> {
  const document = readDocument(text, fileName, kind.expected);
  const unresolved = substituteScalars(document, env);
  const prepared = kind.prepare?.(document, dataOf(document)) ?? NOTHING;
  const data = dataOf(document);
  const checked = kind.schema.safeParse(data, { reportInput: true });
  const found = withoutOpen([...issuesOf(checked, kind), ...kind.checks(data)], prepared.open);
  const findings = withoutRepeats([...unresolved, ...prepared.findings, ...found]);
  const located = findings.map((finding) => locate(document, finding));
  const problems = [...document.problems, ...prepared.problems, ...located].sort(byPlace);
  return { file: checked.success ? checked.data : null, data, document, problems };
}

const issuesOf = <File>(checked: z.ZodSafeParseResult<File>, { mappingAt }: FileKind<File>): Finding[] =>
  checked.success ? [] : checked.error.issues.flatMap((issue) => describeIssue(issue, mappingAt));

// An expression that is wrong in itself says more than that its value is none.
const withoutOpen = (findings: readonly Finding[], open: readonly SpecPath[]): Finding[] =>
  findings.filter(
    ({ path, offset }) =>
      offset !== undefined || !open.some((place) => place.every((part, depth) => path[depth] === part)),
  );

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

/** The order of a file. */
export const byPlace = (a: SpecProblem, b: SpecProblem): number => a.line - b.line || a.column - b.column;
