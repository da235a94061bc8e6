/** A piece of a template: text, or an expression with the place in the template where it begins. */
export type TemplatePart = { text: string } | { expression: string; offset: number };

const OPEN = '${{';

/**
 * The pieces of a template: `a ${{ expression }} b`; `$${{` stands for `${{` itself. Null where an expression has no end.
 * Braces and quotes inside an expression count: `${{ {"a": {"b": "}}"}} }}` is one.
 */
export function splitTemplate(template: string): TemplatePart[] | null {
  const parts: TemplatePart[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    if (template.startsWith(`$${OPEN}`, at)) {
      text += OPEN;
      at += OPEN.length + 1;
    } else if (template.startsWith(OPEN, at)) {
      const end = endOfExpression(template, at + OPEN.length);
      if (end === null) return null;
      if (text !== '') parts.push({ text });
      text = '';
      parts.push({ expression: template.slice(at + OPEN.length, end), offset: at + OPEN.length });
      at = end + 2;
    } else {
      text += template.charAt(at);
      at += 1;
    }
  }
  return text === '' ? parts : [...parts, { text }];
}

/** Whether a text has an expression in it, or the beginning of one. */
export const isTemplate = (text: string): boolean => text.replaceAll(`$${OPEN}`, '').includes(OPEN);

/** A text that means itself as a template, whatever it holds. */
export const escapeExpressions = (text: string): string => text.replaceAll(OPEN, `$$${OPEN}`);

/** What a text without expressions says: its escapes taken out. */
export const unescapeExpressions = (text: string): string => text.replaceAll(`$${OPEN}`, OPEN);

// Texts in quotes (also triple, also raw), or one character.
const TOKEN =
  /r?("""|''')[\s\S]*?\1|r"[^"]*"|r'[^']*'|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|[\s\S]/gy;

function endOfExpression(template: string, start: number): number | null {
  let depth = 0;
  TOKEN.lastIndex = start;
  for (let match = TOKEN.exec(template); match !== null; match = TOKEN.exec(template)) {
    if (match[0] === '{') depth += 1;
    if (match[0] !== '}') continue;
    if (depth === 0) return template.startsWith('}}', match.index) ? match.index : null;
    depth -= 1;
  }
  return null;
}
