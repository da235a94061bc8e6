const HARMFUL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from elsewhere as Markdown that shows it as it is, on one line, wherever it stands in a line. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(HARMFUL, '\ufffd')
    // Entities: GitHub makes links of mentions, references and addresses even behind a backslash.
    .replace(/[&<>]|@(?=\w)|#(?=\d)|:(?=\/\/)|(?<=www)\./g, (found) => `&#${found.charCodeAt(0)};`)
    .replace(/[\\`*_[\]|~!$^]/g, (character) => `\\${character}`);

/** A table of GitHub's Markdown. The cells are Markdown already. */
export const markdownTable = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? []
    : [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const NOTE = '\n_The rest was cut: the whole of it would be longer than it may be._\n';

/** As many lines of a text as fit into a number of bytes, with a note where not all of them do. */
export function cutLines(text: string, maxBytes: number): string {
  if (bytesOf(text) <= maxBytes) return text;
  let left = maxBytes - bytesOf(NOTE);
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    left -= bytesOf(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return `${kept.join('\n')}\n${NOTE}`;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
