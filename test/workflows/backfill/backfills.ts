import type { BackfillOptions, BackfillPlan, BackfillResult } from '../../../src/model/backfill/backfill.js';
import type { RecordCoverage } from '../../../src/model/coverage/coverage.js';
import { windowListOf } from '../../../src/model/backfill/window-list.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { RigOptions, WorkflowRig } from '../../support/workflow-rig.js';

export const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 9, 1);
export const TRIGGER = { method: 'POST', path: '/v2/tasks/*/trigger' };
export const CANCEL = { method: 'POST', path: '/v2/task-runs/*/cancel' };
/** The answer is lost after the request took effect. */
export const LOST = { kind: 'drop', at: 'after-effect' } as const;

/** A rig whose backfills record into `recorded`. */
export interface BackfillRig extends WorkflowRig {
  recorded: RecordCoverage[];
}

export async function startBackfillRig(options: RigOptions = {}): Promise<BackfillRig> {
  const recorded: RecordCoverage[] = [];
  const recordCoverage = (request: RecordCoverage): Promise<void> => {
    recorded.push(request);
    return Promise.resolve();
  };
  const rig = await startWorkflowRig({ realTime: true, ...options, activities: { recordCoverage } });
  return { ...rig, recorded };
}

const OPTIONS: BackfillOptions = {
  limit: 4,
  order: 'oldest-first',
  canary: 0,
  failures: null,
  maxRuns: null,
  maxSpansInAll: null,
  minSliceMs: HOUR_MS / 2,
  attempts: 1,
  tolerance: {},
  wait: { pollIntervalMs: 1000 },
  onAmbiguous: 'retry',
  settleMs: 300,
  verifyRequests: 0,
};

/** A plan of so many windows of an hour. */
export async function planOf(
  { ax }: Pick<WorkflowRig, 'ax'>,
  windows: number,
  options: Partial<BackfillOptions> = {},
  more: Partial<BackfillPlan> = {},
): Promise<BackfillPlan> {
  const { id, name } = await ax.getTask({ task: 'nightly-hallucination', space: 'research' });
  const all = Array.from({ length: windows }, (_each, at) => windowAt(at));
  return {
    task: { id, name },
    evaluators: 'hallucination@latest',
    range: {
      dataStartTime: new Date(FIRST_MS).toISOString(),
      dataEndTime: new Date(FIRST_MS + windows * HOUR_MS).toISOString(),
    },
    timeZone: 'UTC',
    slice: '1h',
    windows: windowListOf(all),
    maxSpans: null,
    overrideEvaluations: false,
    ...more,
    options: { ...OPTIONS, ...options },
  };
}

export const windowAt = (at: number) => ({
  startMs: FIRST_MS + at * HOUR_MS,
  endMs: FIRST_MS + (at + 1) * HOUR_MS,
});

/** The positions of the windows that were triggered, in the order of their requests. */
export const triggeredWindows = (rig: WorkflowRig): number[] =>
  rig.triggers().map(({ body }) => positionOf(body));

const positionOf = (body: unknown): number =>
  (Date.parse((body as { data_start_time: string }).data_start_time) - FIRST_MS) / HOUR_MS;

/** The greatest number of runs that went on at the same moment, by the service's own times. */
export async function mostAtOnce({ ax }: WorkflowRig, plan: BackfillPlan): Promise<number> {
  const changes: [atMs: number, by: number][] = [];
  for await (const run of ax.eachRun({ task: plan.task.id, limit: 100 })) {
    changes.push([Date.parse(run.createdAt), 1]);
    if (run.runFinishedAt !== null) changes.push([Date.parse(run.runFinishedAt), -1]);
  }
  let now = 0;
  const ends = changes.sort(([a, by], [b, than]) => a - b || by - than);
  return Math.max(...ends.map(([, by]) => (now += by)));
}

/** Runs a plan to its end. */
export async function ran(rig: WorkflowRig, plan: BackfillPlan): Promise<BackfillResult> {
  const handle = await rig.start('runBackfill', { plan });
  return handle.result();
}
