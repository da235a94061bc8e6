import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { InvalidFileError } from './finding.js';
import type { FileProblem } from './finding.js';

/** A parsed file, with what is needed to locate its values. */
export interface FileDocument {
  fileName: string;
  text: string;
  yaml: Document.Parsed;
  lines: LineCounter;
  /** Problems that do not prevent further checks: duplicate members, unknown tags. */
  problems: FileProblem[];
}

/** What a file should contain: `a pipeline`, and its main fields. */
export interface Expected {
  noun: string;
  members: string;
}

/** Temporal would refuse larger files as an argument. */
const MAX_LENGTH = 1_000_000;

/**
 * Parses YAML 1.2, which includes JSON.
 * @throws InvalidFileError if the text is not valid YAML, is empty, or is too large.
 */
export function readDocument(text: string, fileName: string, expected: Expected): FileDocument {
  if (text.length > MAX_LENGTH) {
    throw fatal(fileName, `has ${text.length} characters; the limit is ${MAX_LENGTH}`);
  }
  const lines = new LineCounter();
  const yaml = parse(text, fileName, lines, expected);
  const problemAt = (offset: number, message: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
  };
  const toProblem = (error: YAMLError): FileProblem =>
    problemAt(error.pos[0], `${inOurWords(error)}${quotesHint(text, error.pos[0])}`);
  // What follows the first error of syntax is read in another way than it was meant.
  const syntaxError = yaml.errors
    .filter(({ code }) => code !== 'DUPLICATE_KEY')
    .toSorted((a, b) => a.pos[0] - b.pos[0])[0];
  if (syntaxError !== undefined) throw new InvalidFileError(fileName, [toProblem(syntaxError)]);
  const problems = [...yaml.errors, ...yaml.warnings].map(toProblem);
  const broken = lostAliases(yaml).map((alias) => problemAt(alias.offset, alias.message));
  if (broken.length > 0) throw new InvalidFileError(fileName, [...problems, ...broken]);
  if (yaml.contents === null) {
    throw fatal(fileName, `is empty, expected ${expected.noun}: ${expected.members}`);
  }
  return { fileName, text, yaml, lines, problems };
}

function parse(text: string, fileName: string, lines: LineCounter, { noun }: Expected): Document.Parsed {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', merge: true });
  } catch (error) {
    // Deep nesting exhausts the stack of the parser.
    if (error instanceof RangeError) throw fatal(fileName, `is nested too deeply for ${noun}`);
    throw error;
  }
}

function lostAliases(yaml: Document.Parsed): { offset: number; message: string }[] {
  const lost: { offset: number; message: string }[] = [];
  visit(yaml, {
    Alias(_, alias) {
      if (alias.resolve(yaml) !== undefined) return;
      const message = `*${alias.source} refers to an unknown anchor: define &${alias.source} earlier in the file`;
      lost.push({ offset: alias.range?.[0] ?? 0, message });
    },
  });
  return lost;
}

const fatal = (fileName: string, message: string): InvalidFileError =>
  new InvalidFileError(fileName, [{ line: 1, column: 1, path: '', message: `the file ${message}` }]);

// YAML gives the braces, colons and # of an expression or a variable a meaning of its own.
function quotesHint(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  if (line.includes('${{')) return '; a string that contains ${{ }} may need quotes';
  return line.includes('${') ? '; a string that contains ${ } may need quotes' : '';
}

function inOurWords({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this field appears twice';
  if (code === 'MULTIPLE_DOCS')
    return 'the file has a second document, expected one: put each in its own file';
  return `not valid YAML: ${message}`;
}
