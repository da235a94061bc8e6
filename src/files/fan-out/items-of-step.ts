import { itemKeys } from '../../model/fan-out/item-keys.js';
import type { Json } from '../../model/base/json.js';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import { isRecord } from '../pipeline/checks/loose-step.js';
import type { LooseStep } from '../pipeline/checks/loose-step.js';
import { expandMatrix } from './expand-matrix.js';

/** The items that a step's file gives; undefined where it gives none, or an expression will. */
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
