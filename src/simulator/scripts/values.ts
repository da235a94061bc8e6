import { share } from '../store/random.js';

/** Labels by position, over and over (null: none), by shares of the whole, or one for each span. */
export type ScriptedLabels = readonly (string | null)[] | Readonly<Record<string, number>> | 'unique';

/** Scores by position, over and over (null: none; a name of no number is sent as a text), normally distributed, or those of the labels. */
export type ScriptedNumbers =
  | readonly (number | string | null)[]
  | { readonly mean: number; readonly deviation: number }
  | { readonly byLabel: Readonly<Record<string, number>> };

/** Labels and scores for any number of items. */
export interface ScriptedValues {
  readonly labels?: ScriptedLabels;
  readonly scores?: ScriptedNumbers;
  /** Of what chance decides. Default 0. */
  readonly seed?: number;
}

/** What an item was given; null: nothing. */
export interface Value {
  readonly label: string | null;
  readonly score: number | string | null;
}

/** An item that is to get a value. */
export interface ScriptedItem {
  /** What chance is drawn for, so that the same item always gets the same. */
  readonly key: string;
  readonly position: number;
}

/** The value of an item. */
export function valueOf(script: ScriptedValues, item: ScriptedItem): Value {
  const label = labelOf(script, item);
  return { label, score: scoreOf(script, item, label) };
}

function labelOf({ labels, seed = 0 }: ScriptedValues, { key, position }: ScriptedItem): string | null {
  if (labels === undefined) return null;
  if (labels === 'unique') return `label of ${key}`;
  if (Array.isArray(labels)) return (labels as readonly (string | null)[])[position % labels.length] ?? null;
  return labelAt(labels as Readonly<Record<string, number>>, share('label', seed, key));
}

/** The label in whose part of the whole a number in [0, 1) falls. */
function labelAt(shares: Readonly<Record<string, number>>, at: number): string | null {
  let upTo = 0;
  for (const [label, part] of Object.entries(shares)) {
    upTo += part;
    if (at < upTo) return label;
  }
  return null;
}

function scoreOf(
  { scores, seed = 0 }: ScriptedValues,
  { key, position }: ScriptedItem,
  label: string | null,
): number | string | null {
  if (scores === undefined) return null;
  if ('byLabel' in scores) return label === null ? null : (scores.byLabel[label] ?? null);
  if ('mean' in scores) return scores.mean + scores.deviation * normal(seed, key);
  return scores[position % scores.length] ?? null;
}

/** A standard normal number for a key, by Box and Muller. */
function normal(seed: number, key: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - share('radius', seed, key)));
  return radius * Math.cos(2 * Math.PI * share('angle', seed, key));
}
