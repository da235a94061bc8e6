import { z } from 'zod';

/** A text that may be null or absent: null then. */
export const maybeText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** An enum value, in whatever casing a server uses (contract section 2, row 1). */
export const upperText = z.string().transform((text) => text.toUpperCase());

/** A count that may be null or absent: 0 then. Text, negative numbers and infinities are refused. */
export const count = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

/** The members of `wire` that `known` does not list. */
export function membersBeside(
  wire: Record<string, unknown>,
  known: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)));
}

/** The names of a wire object's known members. */
export const namesOf = (shape: object): ReadonlySet<string> => new Set([...Object.keys(shape), '__proto__']);
