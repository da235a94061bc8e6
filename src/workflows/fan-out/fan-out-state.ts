import type { CancellationScope } from '@temporalio/workflow';
import type { FanOutProgress, FanOutResult, RunFanOutInput } from '../../model/fan-out/inputs.js';
import { rowWithoutRun } from '../../model/fan-out/fan-out-rows.js';
import { definedOnly } from '../../model/base/objects.js';
import type { FanOutItem } from '../../model/pipeline/plan.js';
import type { ItemResult } from '../../model/pipeline/results.js';
import { newGathering } from '../shared/gathering.js';
import type { Gathering } from '../shared/gathering.js';
import { newLoopState } from '../shared/loop.js';
import type { LoopState } from '../shared/loop.js';
import { newSharedTimer } from '../shared/shared-timer.js';
import type { SharedTimer } from '../shared/shared-timer.js';
import { newSharedReads } from './share-trigger.js';
import type { SharedReads } from './share-trigger.js';
import type { PreparedStep } from '../step/prepare-step.js';

/** The state of a fan-out while its workflow runs. Items are known by their position. */
export interface FanOutState extends LoopState {
  readonly input: RunFanOutInput;
  readonly items: readonly FanOutItem[];
  readonly results: Map<number, ItemResult>;
  readonly running: Map<number, CancellationScope>;
  /** Items with their values, which are evaluated for several items at once, until they start. */
  readonly prepared: Map<number, PreparedStep>;
  /** The item that asked for a run last, by the run's fingerprint. */
  readonly owners: Map<string, number>;
  /** Items that wait for the end of another item that asked for the same run. */
  readonly parked: Map<number, number>;
  readonly gathering: Gathering;
  readonly timer: SharedTimer;
  readonly reads: SharedReads;
  isPaused: boolean;
}

export function openFanOut(input: RunFanOutInput, items: readonly FanOutItem[]): FanOutState {
  const { resume, kept } = input;
  const ended = new Map(kept.map((row) => [row.key, row]));
  const known = items.flatMap(({ key }, at) => {
    const row = resume === undefined ? ended.get(key) : resume.results[at];
    return row === undefined ? [] : [[at, row] as const];
  });
  const timer = newSharedTimer(() => {
    state.hasNews = true;
  });
  const state: FanOutState = {
    ...newLoopState(),
    input,
    items,
    results: new Map(known),
    running: new Map(),
    prepared: new Map(),
    owners: new Map(Object.entries(resume?.owners ?? {})),
    parked: new Map(),
    gathering: newGathering(),
    timer,
    reads: newSharedReads(resume?.isFirst),
    isPaused: resume?.isPaused ?? false,
  };
  return state;
}

/** Whether so many items run that their starts and ends are taken together (workflows/shared/gathering.ts). */
export const isBusy = ({ running }: FanOutState): boolean => running.size >= MANY;

const MANY = 8;

/** What the next execution needs after continue-as-new. */
export const progressOf = ({ items, results, owners, isPaused, reads }: FanOutState): FanOutProgress => ({
  items: [...items],
  results: Object.fromEntries(results),
  owners: Object.fromEntries(owners),
  isPaused,
  ...definedOnly({ isFirst: reads.isFirst() }),
});

/** The rows of all items. Items that have not started were cancelled. */
export const resultOf = ({ items, results }: FanOutState): FanOutResult => ({
  items: items.map(
    (item, at) => results.get(at) ?? rowWithoutRun(item, 'cancelled', 'cancelled before it started'),
  ),
  problem: null,
});

/** The next item to start, a parked one first if it may start now; null if there is none. */
export function nextItem({ items, results, running, parked }: FanOutState): number | null {
  for (const [at, owner] of parked) if (results.has(owner)) return at;
  const at = items.findIndex((_item, each) => !results.has(each) && !running.has(each) && !parked.has(each));
  return at === -1 ? null : at;
}
