/** How often each text was met. Texts beyond the bound are counted together. */
export interface BoundedCounts {
  /** In the order in which they were met. */
  counts: [text: string, count: number][];
  rest: number;
}

/** What is longer is cut: labels and values of attributes are words, and the counts are kept in a history. */
const MAX_TEXT = 80;

export const noCounts = (): BoundedCounts => ({ counts: [], rest: 0 });

/** Counts a text. */
export function countText(into: BoundedCounts, text: string, max: number, times = 1): void {
  const key = keyOf(text);
  const known = into.counts.find(([each]) => each === key);
  if (known !== undefined) known[1] += times;
  else if (into.counts.length < max) into.counts.push([key, times]);
  else into.rest += times;
}

export function mergeCounts(one: BoundedCounts, other: BoundedCounts, max: number): BoundedCounts {
  const merged: BoundedCounts = { counts: one.counts.map(([text, count]) => [text, count]), rest: one.rest };
  for (const [text, count] of other.counts) countText(merged, text, max, count);
  merged.rest += other.rest;
  return merged;
}

/** How many texts were counted. */
export const totalOf = ({ counts, rest }: BoundedCounts): number =>
  counts.reduce((sum, [, count]) => sum + count, rest);

/** The text under which a text is counted: cut, and without what a terminal or a page could not show. */
export const keyOf = (text: string): string =>
  text.slice(0, MAX_TEXT).replace(/[\p{Cc}\p{Surrogate}]/gu, '\ufffd');
