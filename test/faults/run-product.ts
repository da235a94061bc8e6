import type { LaneKind } from './kinds/kind.js';
import type { TrialPlan } from './plan-trials.js';
import { runLane, type OnResult } from './run-lane.js';
import type { Service } from './service.js';
import { startProductLane, startSite, type Lane, type Site } from './stack.js';

/** Lanes of each kind: a kill is noticed only after 45 s, so rounds of several lanes overlap. */
const LANES: Record<LaneKind, number> = { answers: 2, 'worker-kill': 3, 'server-kill': 1, partition: 2 };
/** Fewer trials than this are not worth another lane. */
const TRIALS_A_LANE = 20;

export interface ProductRun {
  readonly executable: string;
  readonly folder: string;
  readonly service: Service;
  readonly onResult: OnResult;
}

/** Puts all plans to the product, each kind of lane beside the others. */
export async function runProduct(plans: readonly TrialPlan[], run: ProductRun): Promise<void> {
  const main = await startSite(run.executable, run.folder, 'main');
  const killed = plans.some(({ kind }) => kind.lane === 'server-kill')
    ? await startSite(run.executable, run.folder, 'killed')
    : null;
  try {
    await Promise.all(
      (Object.keys(LANES) as LaneKind[]).map((kind) => {
        const queue = plansOf(plans, kind);
        return runLanes(kind, queue, kind === 'server-kill' ? (killed ?? main) : main, run);
      }),
    );
  } finally {
    await main.close();
    await killed?.close();
  }
}

/** Slow ones first, so that the others run beside them. */
const plansOf = (plans: readonly TrialPlan[], lane: LaneKind): TrialPlan[] =>
  plans
    .filter(({ kind }) => kind.lane === lane)
    .sort((a, b) => Number(b.kind.rare ?? false) - Number(a.kind.rare ?? false));

async function runLanes(kind: LaneKind, queue: TrialPlan[], site: Site, run: ProductRun): Promise<void> {
  const count = Math.min(LANES[kind], Math.ceil(queue.length / TRIALS_A_LANE));
  const roundSize = Math.min(30, Math.ceil(queue.length / Math.max(1, count)));
  const lanes: Lane[] = [];
  try {
    for (let at = 0; at < count; at += 1) {
      lanes.push(await startProductLane(`${kind}-${at + 1}`, site, run.service, run.folder));
    }
    await Promise.all(lanes.map((lane) => runLane(kind, queue, lane, run.onResult, roundSize)));
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
}
