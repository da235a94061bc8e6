import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../faults/wait-for.js';
import type { BackfillStack } from './backfill-stack.js';
import type { Order } from './bounds.js';
import { judgeBackfill } from './judge-backfill.js';
import { LiveBackfill } from './live-backfill.js';
import { hoursBefore } from './plan-of.js';
import { countByKind, timesAfter, type RequestsByKind } from './requests-by-kind.js';
import { medianActivityMs } from './yardstick.js';

const END_LIMIT_MS = 20 * 60_000;
const YARDSTICKS = 5;

/** What an undisturbed backfill asked of the service. */
export interface RequestFigures {
  readonly inFlight: number;
  readonly windows: number;
  readonly requests: RequestsByKind;
  readonly tookMs: number;
}

export async function measureRequests(
  stack: BackfillStack,
  windows: number,
  inFlight: number,
): Promise<RequestFigures> {
  const startedMs = Date.now();
  const backfill = await LiveBackfill.start(
    stack,
    `requests-at-${inFlight}`,
    hoursBefore(startedMs, windows),
    inFlight,
  );
  await requireEnd(backfill);
  return { inFlight, windows, requests: countByKind(backfill.requests()), tookMs: Date.now() - startedMs };
}

/** How soon an order that lets nothing more begin takes hold. Times are from when it was asked for. */
export interface HaltFigures {
  readonly order: 'pause' | 'cancel';
  readonly inFlight: number;
  readonly answeredMs: number;
  /** Triggers that reached the service after the order was answered: those that were on their way. */
  readonly triggersAfter: number;
  readonly lastTriggerMs: number;
  /** Runs cancelled at the service; null: the order leaves them alone. */
  readonly cancels: number | null;
  readonly lastCancelMs: number | null;
  /** Until no run was under way; null: the order leaves them alone. */
  readonly quietMs: number | null;
  /** Runs above the bound, and runs above the first one of a window: must be 0. */
  readonly wrong: number;
  /** A bare workflow of one activity in the same seconds. */
  readonly yardstickMs: number;
}

/** Pauses a backfill after a third of its windows, and cancels it after two thirds. */
export async function measureHalts(
  stack: BackfillStack,
  windows: number,
  inFlight: number,
): Promise<readonly HaltFigures[]> {
  const backfill = await LiveBackfill.start(
    stack,
    `halts-at-${inFlight}`,
    hoursBefore(Date.now(), windows),
    inFlight,
  );
  await backfill.untilBegun(Math.ceil(windows / 3), END_LIMIT_MS);
  const atPause = await medianActivityMs(stack.client, YARDSTICKS);
  const pause = await backfill.pause();
  await untilQuiet(backfill);
  const paused = haltFigures(backfill, pause, inFlight, atPause);
  await backfill.resume();
  await backfill.untilBegun(Math.ceil((windows * 2) / 3), END_LIMIT_MS);
  const atCancel = await medianActivityMs(stack.client, YARDSTICKS);
  const cancel = await backfill.cancel();
  await requireEnd(backfill);
  await untilQuiet(backfill);
  return [paused, haltFigures(backfill, cancel, inFlight, atCancel)];
}

function haltFigures(
  backfill: LiveBackfill,
  { name, askedMs, answeredMs }: Order,
  inFlight: number,
  yardstickMs: number,
): HaltFigures {
  const requests = backfill.requests();
  const since = (times: readonly number[]): number => Math.max(askedMs, ...times) - askedMs;
  const cancels = timesAfter(requests, 'cancel', askedMs);
  const { over, doubled } = judgeBackfill(backfill.runs(), backfill.asked());
  const ends = backfill.runs().map(({ finishedAt }) => Date.parse(finishedAt ?? ''));
  return {
    order: name === 'cancel' ? 'cancel' : 'pause',
    inFlight,
    answeredMs: answeredMs - askedMs,
    triggersAfter: timesAfter(requests, 'trigger', answeredMs).length,
    lastTriggerMs: since(timesAfter(requests, 'trigger', askedMs)),
    cancels: name === 'cancel' ? cancels.length : null,
    lastCancelMs: name === 'cancel' ? since(cancels) : null,
    quietMs: name === 'cancel' ? since(ends) : null,
    wrong: over + doubled,
    yardstickMs,
  };
}

async function untilQuiet(backfill: LiveBackfill): Promise<void> {
  const isQuiet = (): boolean => backfill.runs().every(({ finishedAt }) => finishedAt !== null);
  if (!(await waitFor(() => sleep(200).then(isQuiet), END_LIMIT_MS)))
    throw new Error('runs went on for ever');
}

async function requireEnd(backfill: LiveBackfill): Promise<void> {
  if ((await backfill.result(END_LIMIT_MS)) === null)
    throw new Error(`${backfill.workflowId} left no result within twenty minutes`);
}
