import type { CancellationScope } from '@temporalio/workflow';
import type { FanOutProgress, FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import { rowWithoutRun } from '../../model/fan-out/fan-out-rows.js';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import type { ItemResult } from '../../model/pipeline/results.js';
import type { PreparedStep } from '../step/prepare-step.js';

/** The state of a fan-out while its workflow runs; items are known by their position. */
export interface Fan {
  readonly input: RunFanOutInput;
  readonly items: readonly FanOutItem[];
  readonly results: Map<number, ItemResult>;
  readonly running: Map<number, CancellationScope>;
  /** Items with their values, evaluated some at a time, until they begin. */
  readonly prepared: Map<number, PreparedStep>;
  /** Who asked for a run last, by its print. */
  readonly owners: Map<string, number>;
  /** Items that wait for the end of another one that asked for the same run. */
  readonly parked: Map<number, number>;
  isPaused: boolean;
  isCancelled: boolean;
  hasNews: boolean;
}

export function openFan(input: RunFanOutInput, items: readonly FanOutItem[]): Fan {
  const { resume, kept } = input;
  const ended = new Map(kept.map((row) => [row.key, row]));
  const known = items.flatMap(({ key }, at) => {
    const row = resume === undefined ? ended.get(key) : resume.results[at];
    return row === undefined ? [] : [[at, row] as const];
  });
  return {
    input,
    items,
    results: new Map(known),
    running: new Map(),
    prepared: new Map(),
    owners: new Map(Object.entries(resume?.owners ?? {})),
    parked: new Map(),
    isPaused: resume?.isPaused ?? false,
    isCancelled: false,
    hasNews: true,
  };
}

export const fanProgress = ({ items, results, owners, isPaused }: Fan): FanOutProgress => ({
  items: [...items],
  results: Object.fromEntries(results),
  owners: Object.fromEntries(owners),
  isPaused,
});

/** The rows of all items; those that never began were kept from it by a cancel. */
export const fanResult = ({ items, results }: Fan): FanOutResult => ({
  items: items.map(
    (item, at) => results.get(at) ?? rowWithoutRun(item, 'cancelled', 'cancelled before it began'),
  ),
  problem: null,
});

/** The next item to begin, a parked one first whose turn has come; null where there is none now. */
export function nextItem({ items, results, running, parked }: Fan): number | null {
  for (const [at, owner] of parked) if (results.has(owner)) return at;
  const at = items.findIndex((_item, each) => !results.has(each) && !running.has(each) && !parked.has(each));
  return at === -1 ? null : at;
}
