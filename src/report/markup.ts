/** Text that is HTML or XML already. Only {@link markup} makes it. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | null | Markup | readonly Markup[];

/**
 * HTML or XML from a template: whatever is put into it is escaped, unless it is markup itself, so that no name can
 * become a tag. Attributes have to stand in double quotes.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((part, index) => part + textOf(values[index] ?? null));
  return new Markup(parts.join(''));
}

function textOf(value: Value): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escapeMarkup(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // In an attribute of XML, plain ones would become spaces.
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Control characters (XML cannot hold most of them), half surrogates, non-characters, and marks that turn the direction of text. */
const HARMFUL = /[^\P{Cc}\n\t]|[\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff\ufffe\uffff]/gu;

/** A text from elsewhere, safe within the text and the quoted attributes of HTML and XML; each harmful character becomes `�`. */
const escapeMarkup = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(HARMFUL, '\ufffd')
    .replace(/[&<>"'\n\t]/g, (character) => ENTITIES[character] ?? character);
