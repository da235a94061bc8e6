import { itemKeys } from '../../model/fan-out/item-keys.js';
import type { Json } from '../../model/base/json.js';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import { isRecord } from '../document/loose-step.js';
import type { LooseStep } from '../document/loose-step.js';

/** The items that the file lists for a step; undefined if it lists none, or an expression provides them. */
export function itemsOfStep({ matrix, forEach }: LooseStep): FanOutItem[] | undefined {
  if (isRecord(matrix)) {
    const combinations = expandMatrix(matrix);
    return itemsFrom(
      combinations,
      combinations.map((one) => Object.values(one)),
      true,
    );
  }
  if (!Array.isArray(forEach)) return undefined;
  const entries = forEach as Json[];
  return itemsFrom(
    entries,
    entries.map((entry) => [entry]),
    false,
  );
}

function itemsFrom(
  values: readonly Json[],
  named: readonly (readonly Json[])[],
  isMatrix: boolean,
): FanOutItem[] {
  const keys = itemKeys(named);
  return values.map((value, at) => ({ key: keys[at] ?? String(at + 1), value, isMatrix }));
}

/** A matrix of a file, with `include` and `exclude` as in GitHub Actions. Its lists are known to be lists. */
type Matrix = Readonly<Record<string, unknown>>;
type Combination = Readonly<Record<string, Json>>;

/** The number of combinations of a matrix, before `exclude` and `include`. */
export const sizeOfMatrix = (matrix: Matrix): number => {
  const lists = listsOf(matrix);
  return lists.length === 0 ? 0 : lists.reduce((size, [, values]) => size * values.length, 1);
};

/**
 * The combinations in order; the last name changes fastest. It removes the combinations that match an entry of
 * `exclude`. Each entry of `include` extends the combinations whose own values it does not change; if there are none, it
 * is a combination of its own.
 */
export function expandMatrix(matrix: Matrix): Combination[] {
  const names = listsOf(matrix).map(([name]) => name);
  const excluded = entriesOf(matrix['exclude']);
  const kept = product(matrix).filter(
    (one) => !excluded.some((entry) => agrees(one, entry, Object.keys(entry))),
  );
  let all: Combination[] = kept;
  const alone: Combination[] = [];
  for (const entry of entriesOf(matrix['include'])) {
    const own = Object.keys(entry).filter((name) => names.includes(name));
    if (!kept.some((one) => agrees(one, entry, own))) alone.push(entry);
    else all = all.map((one) => (agrees(one, entry, own) ? { ...one, ...entry } : one));
  }
  return [...all, ...alone];
}

const listsOf = ({ include: _added, exclude: _taken, ...lists }: Matrix): [string, Json[]][] =>
  Object.entries(lists).map(([name, values]) => [name, Array.isArray(values) ? (values as Json[]) : []]);

const entriesOf = (value: unknown): Combination[] =>
  Array.isArray(value) ? value.filter((entry): entry is Combination => isRecord(entry)) : [];

function product(matrix: Matrix): Combination[] {
  const lists = listsOf(matrix);
  if (lists.length === 0) return [];
  return lists.reduce<Combination[]>(
    (all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

const agrees = (one: Combination, entry: Combination, names: readonly string[]): boolean =>
  names.every((name) => JSON.stringify(one[name]) === JSON.stringify(entry[name]));
