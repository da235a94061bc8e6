import type { ParseResult } from '@marcbachmann/cel-js';
import { environment } from './environment.js';

/** Longer expressions are refused. */
const MAX_EXPRESSION_LENGTH = 2000;

/**
 * The expression, ready to be evaluated.
 * @throws ParseError of the library, or RangeError where the text is too long
 */
export function parseExpression(text: string): ParseResult {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new RangeError(
      `has ${text.length} characters, expected an expression of at most ${MAX_EXPRESSION_LENGTH}`,
    );
  }
  return environment.parse(text);
}
