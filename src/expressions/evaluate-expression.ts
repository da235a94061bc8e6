import type { Json } from '../model/base/json.js';
import type { EvaluateRequest, Evaluated, Scope, ScopedExpression } from '../model/pipeline/scope.js';
import { celProblem, ExpressionError, shown } from './expression-error.js';
import { parseExpression } from './environment.js';
import { splitTemplate } from './split-template.js';
import type { TemplatePart } from './split-template.js';

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

/** Why a value cannot be said in JSON. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/**
 * A value of the library as plain JSON: ints become numbers, timestamps ISO 8601 texts, durations texts like `3600s`.
 * @throws NotJson for bytes, types, and numbers that JSON cannot say exactly
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return finite(value);
  if (typeof value === 'bigint') return safe(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Set) return [...value].map(toJson);
  if (value instanceof Map) return record([...value]);
  if (isPlain(value)) return record(Object.entries(value));
  return named(value);
}

const record = (entries: [unknown, unknown][]): Json =>
  Object.fromEntries(entries.map(([name, value]) => [String(name), toJson(value)]));

function named(value: unknown): Json {
  const name = (value as { constructor?: { name?: string } } | undefined)?.constructor?.name;
  if (name === 'Duration') return duration(value as { seconds: bigint; nanos: number });
  if (name === 'UnsignedInt') return safe((value as { valueOf(): bigint }).valueOf());
  const what = value instanceof Uint8Array ? 'bytes' : 'of a kind';
  throw new NotJson(`is ${what} that JSON cannot say`);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  throw new NotJson(`is ${value}, which is no number`);
}

function safe(value: bigint): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)) {
    return Number(value);
  }
  throw new NotJson(`is ${value}, which is too large to be exact`);
}

const duration = ({ seconds, nanos }: { seconds: bigint; nanos: number }): string =>
  `${Number(seconds) + nanos / 1_000_000_000}s`;

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};
