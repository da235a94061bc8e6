import type { Evidence } from './notice.js';

/** Evidence as pairs of a name and a value; what is null is not known, and left out. */
export const factsOf = (...pairs: readonly (readonly [name: string, value: string | null])[]): Evidence[] =>
  pairs.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));

/** The facts of a list that may be long: the first ones, and how many more there are. */
export function firstFacts(facts: readonly Evidence[], most: number): Evidence[] {
  const more = facts.length - most;
  return more <= 0 ? [...facts] : [...facts.slice(0, most), { name: 'more', value: String(more) }];
}
