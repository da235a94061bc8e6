import type { z } from 'zod';
import type { Finding, ValuePath, FileProblem } from './finding.js';
import { describeIssue } from './describe-issue.js';
import type { MappingAt } from './describe-issue.js';
import { InvalidFileError } from './finding.js';
import type { Variables } from './substitute.js';
import { locate } from './locate.js';
import { readDocument } from './read-document.js';
import type { Expected, FileDocument } from './read-document.js';
import { readByType, substituteScalars } from './substitute.js';

/** A kind of file: its schema, and checks across fields. The checks receive unchecked data. */
export interface FileKind<File> {
  expected: Expected;
  schema: z.ZodType<File>;
  mappingAt: MappingAt;
  /** Prepares the document before it is checked. */
  prepare?: (document: FileDocument, data: unknown) => Preparation;
  checks: (data: unknown) => Finding[];
}

/** The result of preparing a document. */
export interface Preparation {
  findings: Finding[];
  problems: FileProblem[];
  /** Paths that cannot be checked, because their value is not known. */
  open: ValuePath[];
}

/** A file without problems. `file` is null if open paths prevent a full check. */
export interface FileReading<File> {
  file: File | null;
  data: unknown;
}

/** A file with all its problems, if any. */
export interface ExaminedFile<File> extends FileReading<File> {
  document: FileDocument;
  problems: FileProblem[];
}

const NOTHING: Preparation = { findings: [], problems: [], open: [] };

/**
 * Reads a YAML or JSON file, replaces its variables and checks it.
 * @throws InvalidFileError with every problem, each with its line and column.
 */
export function checkFile<File>(
  text: string,
  fileName: string,
  env: Variables,
  kind: FileKind<File>,
): FileReading<File> {
  const { file, data, problems } = examineFile(text, fileName, env, kind);
  if (problems.length > 0) throw new InvalidFileError(fileName, problems);
  return { file, data };
}

/**
 * Like {@link checkFile}, but returns the problems in the order of the file, so that the caller can add more.
 * @throws InvalidFileError if the text cannot be parsed at all.
 */
export function examineFile<File>(
  text: string,
  fileName: string,
  env: Variables,
  kind: FileKind<File>,
): ExaminedFile<File> {
  const document = readDocument(text, fileName, kind.expected);
  const { findings: unresolved, values } = substituteScalars(document, env);
  const prepared = kind.prepare?.(document, dataOf(document)) ?? NOTHING;
  const first = checked(document, kind);
  const { file, data, findings: all } = readByType(values, first.findings) ? checked(document, kind) : first;
  const found = withoutOpen(all, prepared.open);
  const findings = withoutRepeats([...unresolved, ...prepared.findings, ...found]);
  const located = findings.map((finding) => locate(document, finding));
  const problems = [...document.problems, ...prepared.problems, ...located].sort(byPlace);
  return { file, data, document, problems };
}

function checked<File>(
  document: FileDocument,
  kind: FileKind<File>,
): FileReading<File> & { findings: Finding[] } {
  const data = dataOf(document);
  const result = kind.schema.safeParse(data, { reportInput: true });
  const findings = [...issuesOf(result, kind), ...kind.checks(data)];
  return { file: result.success ? result.data : null, data, findings };
}

const issuesOf = <File>(checked: z.ZodSafeParseResult<File>, { mappingAt }: FileKind<File>): Finding[] =>
  checked.success ? [] : checked.error.issues.flatMap((issue) => describeIssue(issue, mappingAt));

// The problem of an invalid expression says more than the problem that its value is missing.
const withoutOpen = (findings: readonly Finding[], open: readonly ValuePath[]): Finding[] =>
  findings.filter(
    ({ path, offset }) =>
      offset !== undefined || !open.some((place) => place.every((part, depth) => path[depth] === part)),
  );

function dataOf(document: FileDocument): unknown {
  try {
    return document.yaml.toJS() as unknown;
  } catch (error) {
    // Aliases that expand without bound.
    const message = error instanceof Error ? error.message : String(error);
    throw new InvalidFileError(document.fileName, [{ line: 1, column: 1, path: '', message }]);
  }
}

// A text that could not be substituted is reported once, not again by every check that reads it.
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ path, at }) => {
    const place = JSON.stringify([path, at ?? 'value']);
    return !seen.has(place) && seen.add(place);
  });
}

/** Compares two problems by their position in the file. */
export const byPlace = (a: FileProblem, b: FileProblem): number => a.line - b.line || a.column - b.column;
