import type { Json } from '../model/base/json.js';
import type { EvaluateRequest, Evaluated, Scope, ScopedExpression } from '../model/pipeline/scope.js';
import { celProblem, ExpressionError, shown } from './expression-error.js';
import { parseExpression } from './environment.js';
import { splitTemplate } from './split-template.js';
import type { TemplatePart } from './split-template.js';

/**
 * The value of a CEL expression, as plain JSON.
 * @throws ExpressionError if the expression has no value in this scope.
 */
export function evaluateExpression(text: string, scope: Scope): Json {
  try {
    return toJson(parseExpression(text)({ ...scope }));
  } catch (error) {
    throw new ExpressionError(`the expression ${shown(text)}: ${reasonOf(error)}`);
  }
}

/**
 * The value of a text with `${{ expression }}`: the expression's own value if the text is one expression, else the text
 * with each expression replaced by its value.
 * @throws ExpressionError if an expression has no value, or a value that cannot be part of a text.
 */
export function evaluateTemplate(text: string, scope: Scope): Json {
  const parts = splitTemplate(text);
  if (parts === null) throw new ExpressionError(`the text ${shown(text)}: contains \${{ without }}`);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && 'expression' in first) {
    return evaluateExpression(first.expression, scope);
  }
  return parts.map((part) => inText(part, scope)).join('');
}

/** The values of expressions in one scope, in order; the problem of an expression takes the place of its value. */
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
    `the expression ${shown(part.expression)}: is ${kind}, expected a string, a number, true or false`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof NotJson) return error.message;
  if (error instanceof RangeError && !/call stack/i.test(error.message)) return error.message;
  return celProblem(error)?.problem ?? `cannot be evaluated (${String(error)})`;
}

/** A value cannot be represented in JSON. */
class NotJson extends Error {
  override readonly name = 'NotJson';
}

/**
 * Converts a value of the library to plain JSON: ints become numbers, timestamps ISO 8601 texts, durations texts like
 * `3600s`.
 * @throws NotJson for bytes, types, and numbers that JSON cannot represent exactly.
 */
function toJson(value: unknown): Json {
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
  throw new NotJson(`is ${what} that JSON cannot represent`);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  throw new NotJson(`is ${value}, which is not a number`);
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
