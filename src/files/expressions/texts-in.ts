import type { SpecPath } from '../document/finding.js';

export interface PlacedText {
  path: SpecPath;
  text: string;
}

/** All texts in a value, with their places in it. */
export function textsIn(value: unknown, path: SpecPath = []): PlacedText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, at) => textsIn(each, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => textsIn(each, [...path, name]));
}

/** A copy of a value with each text in it replaced. */
export function mapTexts(
  value: unknown,
  replace: (text: string, path: SpecPath) => unknown,
  path: SpecPath = [],
): unknown {
  if (typeof value === 'string') return replace(value, path);
  if (Array.isArray(value)) return value.map((each, at) => mapTexts(each, replace, [...path, at]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapTexts(each, replace, [...path, name])]),
  );
}
