import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';

/** An expression is not valid, or has no value. The message is one line and names the expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** A problem that the library found, in one line; `offset` counts from 0 in the expression. */
export interface CelProblem {
  problem: string;
  offset: number;
}

/** The problem behind an error of the library; null for any other error. */
export function celProblem(error: unknown): CelProblem | null {
  const isCel =
    error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError;
  if (!isCel) return null;
  return { problem: inOurWords(error.code, error.summary), offset: error.range?.start ?? 0 };
}

const TOKENS: Readonly<Record<string, string>> = {
  EOF: 'the end',
  LPAREN: '(',
  RPAREN: ')',
  LBRACKET: '[',
  RBRACKET: ']',
  LBRACE: '{',
  RBRACE: '}',
  COLON: ':',
  COMMA: ',',
};

function inOurWords(code: string, summary: string): string {
  const line = summary.replace(/\s+/g, ' ').trim();
  const subject = /: (\S+)$/.exec(line)?.[1] ?? '';
  if (code === 'no_such_key') return `there is no ${JSON.stringify(subject)}`;
  if (code === 'unknown_variable') return `${JSON.stringify(subject)} has no value here`;
  if (code === 'invalid_timestamp') return `${line}, like 2026-11-01T00:00:00Z`;
  if (line.toLowerCase().startsWith('invalid duration'))
    return `${decapitalised(line)}, expected one like 90s, 5m or 24h`;
  return decapitalised(plainTypes(line.replace(/\b[A-Z]{3,}\b/g, (word) => TOKENS[word] ?? word)));
}

/** The library's names of types in a text, as expressions have them. */
export const plainTypes = (text: string): string =>
  text.replace(/google\.protobuf\.(Timestamp|Duration)/g, (_, name: string) => name.toLowerCase());

function decapitalised(plain: string): string {
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

const MAX_SHOWN = 80;

/** An expression as messages show it: in quotes, on one line, and shortened. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line);
}
