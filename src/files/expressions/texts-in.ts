import type { ValuePath } from '../document/finding.js';

/** A text with its path. */
export interface PlacedText {
  path: ValuePath;
  text: string;
}

/** All texts in a value, with their paths. */
export function textsIn(value: unknown, path: ValuePath = []): PlacedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, at) => textsIn(each, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, [...path, name]));
}

/** A copy of a value in which each text is replaced. */
export function mapTexts(
  value: unknown,
  replace: (text: string, path: ValuePath) => unknown,
  path: ValuePath = [],
): unknown {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((each, at) => mapTexts(each, replace, [...path, at]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapTexts(each, replace, [...path, name])]),
  );
}
