import { join } from 'node:path';
import { BaselineSubject } from './baselines/baseline-subject.js';
import { HttpCut } from './http-cut.js';
import type { TrialPlan } from './plan-trials.js';
import { runLane, type OnResult } from './run-lane.js';
import type { Service } from './service.js';
import type { Lane } from './stack.js';
import { TcpProxy } from './tcp-proxy.js';

const BASELINES = ['retry loop', 'remember the id'] as const;
const ROUND_SIZE = 30;

export interface BaselineRun {
  readonly folder: string;
  readonly service: Service;
  readonly onResult: OnResult;
}

/** The first plans of those that make sense for a client without Temporal. */
export const plansForBaselines = (plans: readonly TrialPlan[], count: number): readonly TrialPlan[] =>
  plans
    .filter(
      ({ kind }) => kind.notForBaselines === undefined && kind.residual === undefined && kind.rare !== true,
    )
    .slice(0, count);

/** Puts the plans to both baselines, each in a process of its own. */
export async function runBaselines(plans: readonly TrialPlan[], run: BaselineRun): Promise<void> {
  await Promise.all(
    BASELINES.flatMap((name) =>
      (['answers', 'worker-kill'] as const).map(async (kind) => {
        const queue = plans.filter((plan) => plan.kind.lane === kind);
        if (queue.length === 0) return;
        const lane = await startLane(name, kind, run);
        try {
          await runLane(kind, queue, lane, run.onResult, ROUND_SIZE);
        } finally {
          await lane.close();
        }
      }),
    ),
  );
}

async function startLane(
  name: (typeof BASELINES)[number],
  kind: string,
  { service, folder }: BaselineRun,
): Promise<Lane> {
  const cut = new HttpCut({ keepsConnections: true });
  const proxy = await TcpProxy.start(new URL(service.simulator.baseUrl).host, cut.tap);
  const subject = new BaselineSubject({
    name,
    axBaseUrl: `http://${proxy.address}`,
    apiKey: service.simulator.apiKey,
    files: join(folder, `baseline-${name.replaceAll(' ', '-')}-${kind}`),
  });
  await subject.revive();
  return {
    subject,
    cut,
    service,
    server: null,
    temporalProxy: null,
    close: async () => {
      await subject.kill();
      await proxy.close();
    },
  };
}
