/** A lexical piece of a filter expression. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'operator' | 'end';
  readonly text: string;
}

/** Raised for a text that is not a filter expression. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError';
}

const PATTERN =
  /\s+|(?<string>'(?:[^'\\]|\\.|'')*')|(?<quoted>"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?![\w.]))|(?<operator><=|>=|!=|<>|==|[=<>(),])|(?<word>[A-Za-z_][\w.\-[\]]*)/gy;

/** Cuts a filter expression into tokens. Throws `FilterSyntaxError` at a character that starts none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    PATTERN.lastIndex = at;
    const match = PATTERN.exec(text);
    if (match === null) throw new FilterSyntaxError(`unexpected ${JSON.stringify(text[at])} at ${at}`);
    at = PATTERN.lastIndex;
    const token = toToken(match.groups ?? {});
    if (token !== null) tokens.push(token);
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function toToken(groups: Record<string, string | undefined>): Token | null {
  if (groups['string'] !== undefined) {
    return { kind: 'string', text: groups['string'].slice(1, -1).replace(/''|\\(.)/g, unescape) };
  }
  if (groups['quoted'] !== undefined) {
    return { kind: 'word', text: groups['quoted'].slice(1, -1).replace(/\\(.)/g, unescape) };
  }
  for (const kind of ['number', 'operator', 'word'] as const) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text };
  }
  return null;
}

function unescape(whole: string, escaped: string | undefined): string {
  return escaped ?? whole.slice(1);
}
