import type { Json } from '../base/json.js';

/** Keys are part of workflow ids. */
const MAX_KEY = 60;

/**
 * A unique key for each item: its values joined by dashes, or its position if no letter or digit is left of them. A key
 * that is taken gets a number at its end.
 */
export function itemKeys(items: readonly (readonly Json[])[]): string[] {
  const taken = new Set<string>();
  return items.map((values, position) => {
    const key = free(slug(values.map(wordOf).join('-')) || String(position + 1), taken);
    taken.add(key);
    return key;
  });
}

function wordOf(value: Json): string {
  if (value === null || typeof value !== 'object') return String(value);
  const { key, id, name } = value as Readonly<Record<string, Json>>;
  const named = key ?? id ?? name ?? null;
  return named === null || typeof named === 'object' ? '' : String(named);
}

function free(key: string, taken: ReadonlySet<string>): string {
  for (let number = 2, candidate = key; ; number++) {
    if (!taken.has(candidate)) return candidate;
    const suffix = `-${number}`;
    candidate = `${key.slice(0, MAX_KEY - suffix.length)}${suffix}`;
  }
}

const slug = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._=+-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_KEY);
