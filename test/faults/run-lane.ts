import type { LaneKind } from './kinds/kind.js';
import type { TrialPlan } from './plan-trials.js';
import { cutOff, killServer, killSubject } from './rounds.js';
import type { Lane } from './stack.js';
import type { TrialResult } from './trial-result.js';
import { Trial } from './trial.js';

export type OnResult = (result: TrialResult) => void;

/** Trials that are brought to their points together: a reply held longer than 20 s is given up by the worker. */
const ROUND_SIZE = 30;
const SIDE_BY_SIDE = 25;

/** Takes plans from a queue that lanes share, until it is empty. */
export async function runLane(
  kind: LaneKind,
  queue: TrialPlan[],
  lane: Lane,
  onResult: OnResult,
  roundSize = ROUND_SIZE,
): Promise<void> {
  if (kind === 'answers') return runSideBySide(queue, lane, onResult);
  const round = { 'worker-kill': killSubject, 'server-kill': killServer, partition: cutOff }[kind];
  while (queue.length > 0) {
    const trials = queue.splice(0, roundSize).map((plan) => new Trial(plan, lane));
    for (const result of await round(trials, lane)) onResult(result);
  }
}

async function runSideBySide(queue: TrialPlan[], lane: Lane, onResult: OnResult): Promise<void> {
  const take = async (): Promise<void> => {
    for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
      onResult(await new Trial(plan, lane).runAlone());
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, take));
}
