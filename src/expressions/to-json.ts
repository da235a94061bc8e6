import type { Json } from '../model/base/json.js';

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
