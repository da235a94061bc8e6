import { countText, keyOf, mergeCounts, noCounts } from './bounded-counts.js';
import type { BoundedCounts } from './bounded-counts.js';
import { addNumber, mergeMoments, noMoments } from './moments.js';
import type { Moments } from './moments.js';

/** What was counted of one evaluation on the spans of one group. */
export interface GroupTally {
  /** The value of the attribute; an empty text where there is none; null: groups beyond the bound, together. */
  group: string | null;
  moments: Moments;
  labels: BoundedCounts;
}

export const MAX_GROUPS = 50;
const MAX_LABELS = 5;

/** Counts a score and a label of a span of a group. */
export function addToGroup(
  groups: GroupTally[],
  group: string,
  score: number | null,
  label: string | null,
): void {
  const tally = groupFor(groups, keyOf(group));
  if (score !== null) addNumber(tally.moments, score);
  if (label !== null) countText(tally.labels, label, MAX_LABELS);
}

export function mergeGroups(one: readonly GroupTally[], other: readonly GroupTally[]): GroupTally[] {
  const merged: GroupTally[] = [];
  for (const { group, moments, labels } of [...one, ...other]) {
    const into = groupFor(merged, group);
    into.moments = mergeMoments(into.moments, moments);
    into.labels = mergeCounts(into.labels, labels, MAX_LABELS);
  }
  return merged;
}

/** The tally of a group, or that of all beyond the bound; it is made where there is none yet. */
function groupFor(groups: GroupTally[], group: string | null): GroupTally {
  const known = groups.find((each) => each.group === group);
  if (known !== undefined) return known;
  const isFull = groups.filter((each) => each.group !== null).length >= MAX_GROUPS;
  if (isFull && group !== null) return groupFor(groups, null);
  const made = { group, moments: noMoments(), labels: noCounts() };
  groups.push(made);
  return made;
}
