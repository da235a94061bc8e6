import type { RunWork } from '../store/types.js';

/** What a trigger comes down to, before switches and behaviours have their say. */
export type PlannedWork =
  /** There was no data at all in the window or the experiments. */
  | { readonly kind: 'empty'; readonly work: RunWork }
  /** There was data, and all of it carries labels already. */
  | { readonly kind: 'nothing-to-label' }
  | { readonly kind: 'work'; readonly items: number; readonly work: RunWork };

/** Work on so many items. */
export function itemsToDo(items: number, work: RunWork): PlannedWork {
  return { kind: 'work', items, work };
}

export const NO_DATA: PlannedWork = { kind: 'empty', work: { kind: 'none' } };
