import { LineCounter, parseDocument, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { InvalidFileError } from './finding.js';
import type { FileProblem } from './finding.js';
import { slipAt } from './yaml-slips.js';

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
  requirePrintable(text, fileName);
  const yaml = parse(text, fileName, lines, expected);
  const problemAt = (offset: number, message: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), path: '', message };
  };
  const toProblem = (error: YAMLError): FileProblem => problemAt(error.pos[0], inOurWords(error, text));
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

// YAML allows no other control characters; a file that has some is damaged, or no text at all.
function requirePrintable(text: string, fileName: string): void {
  // eslint-disable-next-line no-control-regex -- they are what it looks for
  const at = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (at < 0) return;
  const before = text.slice(0, at).split('\n');
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  const message = `contains the control character U+${code}: save the file as plain text`;
  const column = (before.at(-1) ?? '').length + 1;
  throw new InvalidFileError(fileName, [{ line: before.length, column, path: '', message }]);
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
function quotesHint(text: string, offset: number): string | null {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? '';
  if (line.includes('${{')) return '; a string that contains ${{ }} may need quotes';
  return line.includes('${') ? '; a string that contains ${ } may need quotes' : null;
}

const NO_COLON = 'expected NAME: VALUE, with a colon and a space';
const INDENT = 'this line is indented differently from the lines above';

/** What the messages of the YAML library mean for the reader, by how they begin. */
const IN_OUR_WORDS: readonly (readonly [begin: string, words: string])[] = [
  ['Implicit keys need to be on a single line', NO_COLON],
  ['Implicit map keys need to be followed by map values', NO_COLON],
  ['Sequence item without - indicator', INDENT],
  ['All mapping items must start at the same column', INDENT],
  ['All sequence items must start at the same column', INDENT],
  ['Tabs are not allowed', 'tabs are not allowed as indentation: use spaces'],
  ['Flow map', 'a { above is not closed with }'],
  ['Flow sequence', 'a [ above is not closed with ]'],
  ['Missing closing "', 'a " above is not closed'],
  ["Missing closing '", "a ' above is not closed"],
  ['Nested mappings are not allowed', 'a second ": " on one line; a string that contains it needs quotes'],
  ['Plain value cannot start with', 'a string that starts with this character needs quotes'],
];

function inOurWords({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'DUPLICATE_KEY') return `the field ${keyAt(text, pos[0])} appears twice`;
  if (code === 'MULTIPLE_DOCS')
    return 'the file has a second document, expected one: put each in its own file';
  const slip = slipAt(text, pos[0]);
  if (slip !== null) return `not valid YAML: ${slip}`;
  const words = IN_OUR_WORDS.find(([begin]) => message.startsWith(begin))?.[1] ?? message;
  return `not valid YAML: ${quotesHint(text, pos[0]) === null ? words : message}${quotesHint(text, pos[0]) ?? ''}`;
}

const keyAt = (text: string, offset: number): string =>
  /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]*)/.exec(text.slice(offset))?.[0].trim() ?? '';
