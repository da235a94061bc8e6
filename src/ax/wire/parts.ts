import { z } from 'zod';

/** A text; null if it is null or absent. */
export const maybeText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);

/** An enum value, in any casing (docs/api-contract.md 2, row 1). */
export const upperText = z.string().transform((text) => text.toUpperCase());

/** A count; 0 if it is null or absent. Text, negative numbers and infinities are refused. */
export const count = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => value ?? 0);

/** The members of `wire` that are not in `known`. */
export function membersBeside(
  wire: Record<string, unknown>,
  known: ReadonlySet<string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => !known.has(name)));
}

/** The names of the known members of a wire object. */
export const namesOf = (shape: object): ReadonlySet<string> => new Set([...Object.keys(shape), '__proto__']);
