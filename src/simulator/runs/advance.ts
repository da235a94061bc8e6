import type { RunRecord } from '../store/run-types.js';
import { iso, type World } from '../base/world.js';
import { noteEnd } from '../webhooks/task-failures.js';
import { provisionExperiment, recordWork } from './results.js';
import { createRun } from './create-run.js';
import { planExperimentEvaluation } from './plan-evaluation.js';

/** Share of a run's way that it spends PENDING. */
const PENDING_SHARE = 0.1;
/** Share of a run's way after which its experiment exists. */
const PROVISIONED_SHARE = 0.2;
/** How far a run gets that is stuck anywhere but in PENDING. */
const STUCK_SHARE = 0.5;

/**
 * Ends what has ended by now, where runs advance by the clock. Runs that are still under way are brought
 * forward when somebody looks at them, so thousands of them cost a request nothing.
 */
export function settleByClock(world: World, nowMs: number): void {
  settle(world, nowMs, (run) => endOf(run) <= nowMs || run.plan.work.kind === 'experiment');
}

/** Advances every active run to this moment, if runs advance by the clock. */
export function settleAllByClock(world: World, nowMs: number): void {
  settle(world, nowMs, () => true);
}

function settle(world: World, nowMs: number, due: (run: RunRecord) => boolean): void {
  if (world.options.advance.by !== 'clock') return;
  const active = world.store.activeRuns();
  const inOrder = active.filter(due).sort((a, b) => endOf(a) - endOf(b));
  for (const run of inOrder) moveByClock(world, run, nowMs);
  const known = new Set(active);
  if (inOrder.length > 0 && world.store.activeRuns().some((run) => !known.has(run)))
    settle(world, nowMs, due);
}

function endOf(run: RunRecord): number {
  return run.createdAtMs + run.plan.durationMs;
}

function moveByClock(world: World, run: RunRecord, nowMs: number): void {
  const share = run.plan.durationMs === 0 ? 1 : (nowMs - run.createdAtMs) / run.plan.durationMs;
  moveTo(world, run, Math.min(1, share), Math.min(nowMs, endOf(run)));
}

/** Counts a look at a run: one step on its way, where runs advance by looks. */
export function look(world: World, run: RunRecord, nowMs: number): void {
  run.looks += 1;
  if (world.options.advance.by === 'clock') moveByClock(world, run, nowMs);
  else moveTo(world, run, Math.min(1, run.looks / run.plan.looks), nowMs);
  run.wire = { ...run.wire, status: run.plan.statuses[run.looks - 1] ?? naturalStatus(run) };
}

/** Ends a run as cancelled by a user, keeping what it did so far. */
export function cancelRun(world: World, run: RunRecord, nowMs: number): void {
  if (world.options.advance.by === 'clock') moveByClock(world, run, nowMs);
  recordWork(world, run, run.wire.num_successes, nowMs);
  end(world, run);
  run.cancelled = true;
  run.wire = {
    ...run.wire,
    status: 'CANCELLED',
    run_finished_at: iso(nowMs),
    failure_reason: 'The run was cancelled by a user.',
  };
}

function naturalStatus(run: RunRecord): string {
  if (run.cancelled) return 'CANCELLED';
  if (run.ended) return run.plan.status;
  return run.plan.stuckAt ?? (run.progress >= PENDING_SHARE ? 'RUNNING' : 'PENDING');
}

function moveTo(world: World, run: RunRecord, share: number, atMs: number): void {
  if (run.ended) return;
  run.progress = withinReach(run, share);
  if (run.progress >= 1) finish(world, run, atMs);
  else if (run.progress >= PENDING_SHARE) showRunning(world, run, atMs);
  else if (run.plan.provisionMs !== null && isProvisioned(run, atMs)) provisionExperiment(world, run, atMs);
}

function withinReach(run: RunRecord, share: number): number {
  if (run.plan.stuckAt === 'PENDING') return 0;
  return run.plan.stuckAt === null ? share : Math.min(share, STUCK_SHARE);
}

function showRunning(world: World, run: RunRecord, atMs: number): void {
  const done = (run.progress - PENDING_SHARE) / (1 - PENDING_SHARE);
  run.wire = {
    ...run.wire,
    status: 'RUNNING',
    run_started_at: run.wire.run_started_at ?? iso(startedAt(world, run, atMs)),
    num_successes: Math.floor(run.plan.successes * done),
    num_errors: Math.floor(run.plan.errors * done),
    num_skipped: Math.floor(run.plan.skipped * done),
  };
  if (isProvisioned(run, atMs)) provisionExperiment(world, run, atMs);
}

function isProvisioned({ plan: { provisionMs }, createdAtMs, progress }: RunRecord, atMs: number): boolean {
  return provisionMs === null ? progress >= PROVISIONED_SHARE : atMs - createdAtMs >= provisionMs;
}

function startedAt(world: World, run: RunRecord, atMs: number): number {
  if (world.options.advance.by === 'looks') return atMs;
  return Math.min(atMs, run.createdAtMs + run.plan.durationMs * PENDING_SHARE);
}

function finish(world: World, run: RunRecord, atMs: number): void {
  provisionExperiment(world, run, atMs);
  recordWork(world, run, run.plan.successes, atMs);
  end(world, run);
  run.wire = {
    ...run.wire,
    status: run.plan.status,
    run_started_at: run.wire.run_started_at ?? iso(startedAt(world, run, atMs)),
    run_finished_at: iso(atMs),
    num_successes: run.plan.successes,
    num_errors: run.plan.errors,
    num_skipped: run.plan.skipped,
    failure_reason: run.plan.failureReason,
  };
  noteEnd(world, run, atMs);
  if (run.plan.status === 'COMPLETED') startChainedRuns(world, run, atMs);
}

function end(world: World, run: RunRecord): void {
  run.ended = true;
  run.progress = 1;
  world.store.retire(run);
}

/** Ends a run at the given moment the way its plan says. */
export function concludeRun(world: World, run: RunRecord, atMs: number): void {
  moveTo(world, run, 1, atMs);
}

/** Starts the evaluation tasks that were to follow an experiment; tasks deleted meanwhile are passed over. */
function startChainedRuns(world: World, parent: RunRecord, atMs: number): void {
  const experimentId = parent.wire.experiment_id;
  if (parent.plan.work.kind !== 'experiment' || experimentId === null) return;
  for (const taskId of parent.plan.work.evaluationTaskIds) {
    const task = world.store.findTask(taskId);
    if (task === undefined) continue;
    createRun(world, {
      task,
      planned: planExperimentEvaluation(world, task.wire, [experimentId], false),
      window: null,
      experimentName: null,
      createdBy: parent.wire.created_by_user_id ?? world.admin.id,
      atMs,
      requestSeq: null,
      parentRunId: parent.wire.id,
      hidden: null,
    });
  }
}
