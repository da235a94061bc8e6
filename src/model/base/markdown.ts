const HARMFUL = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text from elsewhere as Markdown that shows it as it is, on one line, wherever it stands in a line. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, ' ')
    .replace(HARMFUL, '\ufffd')
    // Entities: GitHub makes links of mentions, references and addresses even behind a backslash.
    .replace(/[&<>]|@(?=\w)|#(?=\d)|:(?=\/\/)|(?<=www)\./g, (found) => `&#${found.charCodeAt(0)};`)
    .replace(/[\\`*_[\]|~!$^]/g, (character) => `\\${character}`);

/** The items of a list, at most `most`, with the number of those that are left out. */
export const markdownList = (items: readonly string[], most = 100): string[] => [
  ...items.slice(0, most).map((item) => `- ${item}`),
  ...(items.length > most ? [`- … and ${items.length - most} more`] : []),
];
