import type { Json } from '../model/base/json.js';
import type { EvaluateRequest, Evaluated, Scope, ScopedExpression } from '../model/pipeline/scope.js';
import { celProblem, ExpressionError, shown } from './expression-error.js';
import { parseExpression } from './parse-expression.js';
import { splitTemplate } from './split-template.js';
import type { TemplatePart } from './split-template.js';
import { NotJson, toJson } from './to-json.js';

/**
 * The value of a CEL expression, as plain JSON.
 * @throws ExpressionError where it has none in this scope
 */
export function evaluateExpression(text: string, scope: Scope): Json {
  try {
    return toJson(parseExpression(text)({ ...scope }));
  } catch (error) {
    throw new ExpressionError(`the expression ${shown(text)}: ${reasonOf(error)}`);
  }
}

/**
 * The value of a text with `${{ expression }}` in it: the expression's own value where the text is nothing else, else
 * the text with the values in their places.
 * @throws ExpressionError where an expression has no value, or one that does not go into a text
 */
export function evaluateTemplate(text: string, scope: Scope): Json {
  const parts = splitTemplate(text);
  if (parts === null) throw new ExpressionError(`the text ${shown(text)}: has \${{ without its }}`);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && 'expression' in first) {
    return evaluateExpression(first.expression, scope);
  }
  return parts.map((part) => inText(part, scope)).join('');
}

/** The values of expressions in one scope, in their order; one that has none gives its problem instead. */
export const evaluateAll = ({ scope, expressions }: EvaluateRequest): Evaluated[] =>
  expressions.map((expression) => evaluateOne(expression, scope));

function evaluateOne({ form, text }: ScopedExpression, scope: Scope): Evaluated {
  try {
    return { value: form === 'template' ? evaluateTemplate(text, scope) : evaluateExpression(text, scope) };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.message };
    throw error;
  }
}

function inText(part: TemplatePart, scope: Scope): string {
  if ('text' in part) return part.text;
  const value = evaluateExpression(part.expression, scope);
  if (value !== null && typeof value !== 'object') return String(value);
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'a mapping';
  throw new ExpressionError(
    `the expression ${shown(part.expression)}: is ${kind}, expected a text, a number, or true or false`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof NotJson) return error.message;
  if (error instanceof RangeError && !/call stack/i.test(error.message)) return error.message;
  return celProblem(error)?.problem ?? `cannot be evaluated (${String(error)})`;
}
