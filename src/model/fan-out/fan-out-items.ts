import { itemKeys } from './item-keys.js';
import type { Json } from '../base/json.js';
import { jsonBytes, megabytes } from '../base/json.js';
import { MAX_FAN_OUT, MAX_ITEM_BYTES } from '../pipeline/plan.js';
import type { FanOutItem } from '../pipeline/plan.js';

/** The items of a `forEach`, or why there are none. */
export type ListedItems = { items: FanOutItem[] } | { problem: string };

/** The items of a list that an expression returned, each with its own key. */
export function itemsOf(value: Json): ListedItems {
  if (!Array.isArray(value)) return { problem: `forEach is ${kindOf(value)}, expected a list` };
  const list = value as readonly Json[];
  if (list.length > MAX_FAN_OUT)
    return { problem: `forEach has ${list.length} items; the limit is ${MAX_FAN_OUT}` };
  const bytes = jsonBytes(list);
  if (bytes > MAX_ITEM_BYTES)
    return {
      problem: `the items of forEach are ${megabytes(bytes)}; the limit is ${megabytes(MAX_ITEM_BYTES)}`,
    };
  const keys = itemKeys(list.map((each) => [each]));
  return { items: list.map((value, at) => ({ key: keys[at] ?? '', value, isMatrix: false })) };
}

const kindOf = (value: Json): string =>
  value === null ? 'null' : typeof value === 'object' ? 'a mapping' : JSON.stringify(value).slice(0, 80);
