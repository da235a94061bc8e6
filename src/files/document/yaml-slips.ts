/** Blanks that look like a space, and that YAML takes for part of a word. */
const ODD_BLANK = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]/;
const DASH_AS_MARK = /^\s*[\u2010-\u2015\u2022\u2212](?=\s)/;
const CONFLICT = /^(?:<{7}|={7}|>{7})(?:\s|$)/;
const WIDE_COLON = /^\s*(?:- +)?[\w-]+\uff1a/;

/** What a person probably did where a parser of YAML stumbled, and what to write instead; null if nothing is known. */
export function slipAt(text: string, offset: number): string | null {
  if (text.includes('\r') && !text.includes('\n'))
    return 'its lines end with carriage returns alone: save it with line feeds';
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = '', next = ''] = text.slice(start).split('\n', 2);
  if (CONFLICT.test(line)) return 'this line is a conflict marker of Git: resolve the conflict';
  const dash = DASH_AS_MARK.exec(line)?.[0].trim();
  if (dash !== undefined)
    return `this line begins with ${named(dash)}: an item of a list begins with - and a space`;
  const blank = ODD_BLANK.exec(line)?.[0];
  if (blank !== undefined)
    return `this line contains ${named(blank)}, which YAML does not take for a space: type it again`;
  if (WIDE_COLON.test(line)) return `this line contains ${named('\uff1a')}: write a colon and a space`;
  return isDeeper(line.slice(offset - start), next)
    ? 'the next line is indented deeper than this field: align it with the fields beside it'
    : null;
}

/** Whether a value is followed by a field on the next line, which makes it the value's second line. */
const isDeeper = (value: string, next: string): boolean =>
  /^[^\s'"|>{[]/.test(value) && !/:(?:\s|$)/.test(value) && /^\s+[\w$-]+:(?:\s|$)/.test(next);

const named = (character: string): string => {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return ODD_BLANK.test(character) ? `U+${code}` : `${character} (U+${code})`;
};
