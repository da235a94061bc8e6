import { createRequire } from 'node:module';
import type * as stringWidth from 'string-width';

const require = createRequire(import.meta.url);

/** Characters that take one column each, whatever stands beside them: Latin letters, and the signs of our tables. */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u259f\u2713-\u2718]*$/;

/** The columns that a text takes on a screen; colours take none, East Asian letters and emoji two. */
export function textWidth(text: string): number {
  const plain = text.replace(COLOURS, '');
  return NARROW.test(plain) ? plain.length : anyWidth(text);
}

// Its tables of Unicode cost a third of what `--help` costs, so they are loaded for a text that needs them.
const anyWidth = (text: string): number => (require('string-width') as typeof stringWidth).default(text);

/** Cuts a text without colours to a width; what is cut ends in `…`. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)) {
    width += textWidth(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return columns < 1 ? '' : `${kept}…`;
}

export const padText = (text: string, columns: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return align === 'left' ? text + space : space + text;
};

/** The words of a text. What stands in backquotes is a command to copy, and so one word. */
export function wrapWords(text: string): string[] {
  const words: string[] = [];
  let isOpen = false;
  for (const part of text.split(' ')) {
    if (isOpen) words.push(`${words.pop() ?? ''} ${part}`);
    else words.push(part);
    if (part.split('`').length % 2 === 0) isOpen = !isOpen;
  }
  return words;
}

/** A text in lines of at most this number of columns, broken between words; a longer word gets its own line. */
export function wrapText(text: string, columns: number): string[] {
  if (textWidth(text) <= columns) return [text];
  const lines: string[] = [];
  for (const word of wrapWords(text)) {
    const line = lines.at(-1);
    const longer = `${line ?? ''} ${word}`;
    if (line === undefined || textWidth(longer) > columns) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// Escape sequences, control characters and marks that turn the direction of text: a name from elsewhere must not be
// able to move the cursor or to look like something else.
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from elsewhere as one line that is safe to print; each harmful character becomes `�`. */
export const cleanText = (text: string): string => text.replace(HARMFUL, '\ufffd');

// The colours of style.ts, and nothing else that begins with an escape character.
const COLOURS = new RegExp(`(${String.fromCodePoint(27)}\\[(?:1|2|22|31|32|33|36|39)m)`, 'g');
// GitHub Actions takes a line that begins in this way for a command.
const COMMAND = /^(\s*):(?=:)|##(?=\[)/gm;

/** Lines of this program for a screen or a log: what is neither a text nor one of its colours becomes `�`. */
export const safeLines = (text: string): string =>
  text
    .split(COLOURS)
    .map((part, at) => (at % 2 === 1 ? part : cleanLines(part)))
    .join('')
    .replace(COMMAND, (found) => `${found} `);

/** JSON in which characters that a screen could obey are written as escapes. */
export const safeJson = (json: string): string =>
  json.replace(/[^\P{Cc}\n]|[\p{Bidi_Control}\u2028\u2029\ufeff]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });

/** Like {@link cleanText}, but keeps the line breaks of a message. */
export const cleanLines = (text: string): string => text.split(/\r?\n/).map(cleanText).join('\n');
