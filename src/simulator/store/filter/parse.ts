import { FilterSyntaxError, tokenize, type Token } from './tokens.js';

export type Literal = string | number | boolean | null;
export type FilterOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'contains';

/** A parsed filter expression. */
export type FilterNode =
  | { readonly kind: 'and' | 'or'; readonly sides: readonly [FilterNode, FilterNode] }
  | { readonly kind: 'not'; readonly inner: FilterNode }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: FilterOperator;
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Literal[] }
  | { readonly kind: 'is-null'; readonly field: string };

/**
 * Parses the subset of the service's SQL-like filters that the simulator knows: comparisons of a field
 * with a literal, LIKE, CONTAINS, IN, IS NULL, NOT, AND, OR and parentheses. Throws `FilterSyntaxError`.
 */
export function parseFilter(text: string): FilterNode {
  const parser = new Parser(tokenize(text));
  const node = parser.either();
  parser.end();
  return node;
}

const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  either(): FilterNode {
    let node = this.#both();
    while (this.#keyword('or')) node = { kind: 'or', sides: [node, this.#both()] };
    return node;
  }

  end(): void {
    if (this.#peek().kind !== 'end') throw this.#unexpected('the end');
  }

  #both(): FilterNode {
    let node = this.#single();
    while (this.#keyword('and')) node = { kind: 'and', sides: [node, this.#single()] };
    return node;
  }

  #single(): FilterNode {
    if (this.#keyword('not')) return { kind: 'not', inner: this.#single() };
    if (!this.#operator('(')) return this.#comparison();
    const inner = this.either();
    if (!this.#operator(')')) throw this.#unexpected('")"');
    return inner;
  }

  #comparison(): FilterNode {
    const field = this.#take('word', 'a field name').text;
    if (this.#keyword('is')) return this.#isNull(field);
    if (this.#keyword('not')) return { kind: 'not', inner: this.#wordComparison(field) };
    const operator = OPERATORS[this.#peek().text];
    if (this.#peek().kind !== 'operator' || operator === undefined) return this.#wordComparison(field);
    this.#at += 1;
    return { kind: 'compare', field, operator, value: this.#literal() };
  }

  #isNull(field: string): FilterNode {
    const negated = this.#keyword('not');
    if (!this.#keyword('null')) throw this.#unexpected('NULL');
    const node: FilterNode = { kind: 'is-null', field };
    return negated ? { kind: 'not', inner: node } : node;
  }

  #wordComparison(field: string): FilterNode {
    if (this.#keyword('in')) return { kind: 'in', field, values: this.#list() };
    if (this.#keyword('like') || this.#keyword('ilike')) {
      return { kind: 'compare', field, operator: 'like', value: this.#literal() };
    }
    if (this.#keyword('contains')) {
      return { kind: 'compare', field, operator: 'contains', value: this.#literal() };
    }
    throw this.#unexpected('a comparison');
  }

  #list(): readonly Literal[] {
    if (!this.#operator('(')) throw this.#unexpected('"("');
    const values = [this.#literal()];
    while (this.#operator(',')) values.push(this.#literal());
    if (!this.#operator(')')) throw this.#unexpected('")"');
    return values;
  }

  #literal(): Literal {
    const token = this.#peek();
    this.#at += 1;
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return Number(token.text);
    const constants: Record<string, Literal> = { true: true, false: false, null: null };
    const constant = token.kind === 'word' ? constants[token.text.toLowerCase()] : undefined;
    if (constant !== undefined) return constant;
    this.#at -= 1;
    throw this.#unexpected('a value');
  }

  #keyword(word: string): boolean {
    return this.#accept((token) => token.kind === 'word' && token.text.toLowerCase() === word);
  }

  #operator(text: string): boolean {
    return this.#accept((token) => token.kind === 'operator' && token.text === text);
  }

  #accept(fits: (token: Token) => boolean): boolean {
    if (!fits(this.#peek())) return false;
    this.#at += 1;
    return true;
  }

  #take(kind: Token['kind'], expected: string): Token {
    const token = this.#peek();
    if (token.kind !== kind) throw this.#unexpected(expected);
    this.#at += 1;
    return token;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #unexpected(expected: string): FilterSyntaxError {
    const token = this.#peek();
    const found = token.kind === 'end' ? 'the end' : JSON.stringify(token.text);
    return new FilterSyntaxError(`expected ${expected}, found ${found}`);
  }
}
