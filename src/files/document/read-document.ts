import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { SpecError } from './finding.js';
import type { SpecProblem } from './finding.js';

/** A file as parsed, with what is needed to point into it. */
export interface SpecDocument {
  fileName: string;
  text: string;
  yaml: Document.Parsed;
  lines: LineCounter;
  /** Problems that do not keep the rest from being checked: duplicate members, unknown tags. */
  problems: SpecProblem[];
}

/** What a file should be: `a pipeline`, and what is in one. */
export interface Expected {
  noun: string;
  members: string;
}

/** Larger files are none of ours, and Temporal would refuse them as an argument. */
const MAX_SPEC_LENGTH = 1_000_000;

/**
 * Parses YAML 1.2 (of which JSON is a part).
 * @throws SpecError where the text is no YAML, empty, or too large
 */
export function readDocument(text: string, fileName: string, expected: Expected): SpecDocument {
  if (text.length > MAX_SPEC_LENGTH) {
    throw fatal(fileName, `has ${text.length} characters, expected at most ${MAX_SPEC_LENGTH}`);
  }
  const lines = new LineCounter();
  const yaml = parse(text, fileName, lines, expected);
  const problemAt = (offset: number, message: string): SpecProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
  };
  const problems = [...yaml.errors, ...yaml.warnings].map((error) =>
    problemAt(error.pos[0], `${inOurWords(error)}${quotesHint(text, error.pos[0])}`),
  );
  const broken = lostAliases(yaml).map((alias) => problemAt(alias.offset, alias.message));
  const isBroken = broken.length > 0 || yaml.errors.some((error) => error.code !== 'DUPLICATE_KEY');
  if (isBroken) throw new SpecError(fileName, [...problems, ...broken]);
  if (yaml.contents === null) {
    throw fatal(fileName, `is empty, expected ${expected.noun}: ${expected.members}`);
  }
  return { fileName, text, yaml, lines, problems };
}

function parse(text: string, fileName: string, lines: LineCounter, { noun }: Expected): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    // Deep nesting exhausts the parser's stack.
    if (error instanceof RangeError) throw fatal(fileName, `is nested too deeply to be ${noun}`);
    throw error;
  }
}

function lostAliases(yaml: Document.Parsed): { offset: number; message: string }[] {
  const lost: { offset: number; message: string }[] = [];
  visit(yaml, {
    Alias(_, alias) {
      if (alias.resolve(yaml) !== undefined) return;
      const message = `*${alias.source} names no anchor, expected &${alias.source} earlier in the file`;
      lost.push({ offset: alias.range?.[0] ?? 0, message });
    },
  });
  return lost;
}

const fatal = (fileName: string, message: string): SpecError =>
  new SpecError(fileName, [{ line: 1, column: 1, path: '', message: `the file ${message}` }]);

// YAML takes the braces, a colon or a # of an expression for its own.
function quotesHint(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  return line.includes('${{') ? '; a text with ${{ }} in it may have to stand in quotes' : '';
}

const inOurWords = (error: { code: string; message: string }): string =>
  error.code === 'DUPLICATE_KEY'
    ? 'this member is given twice, expected each member once'
    : `not valid YAML: ${error.message}`;
