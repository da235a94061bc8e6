import { slice } from '../shared/activities.js';
import { stopRuns } from '../shared/stop-runs.js';
import { runContextOf } from '../../model/backfill/backfill-end.js';
import type { RunContext } from '../../model/run/outcome.js';
import type { RunReport } from '../../model/api/task-run.js';
import { judgeDetached, judgeEnd, judgeStopped } from '../run/judge.js';
import type { Backfill, LiveWindow } from './backfill.js';
import { inBackground } from './in-background.js';
import { endRun } from './end-run.js';

/** Ends a trigger that is under way: where it has sent its request, its run is found first. */
export function cancelTriggers({ live }: Backfill, phases: readonly LiveWindow['phase'][]): void {
  for (const { phase, scope } of live.values()) if (phases.includes(phase)) scope.cancel();
}

/** After a cancel: stops all active runs that are not being stopped yet. */
export function stopAll(backfill: Backfill): void {
  stopWindows(backfill, liveRuns(backfill), { cancelledBy: 'request' });
}

/** Deals with the runs whose deadline has passed, and sees to it that the next one is not missed. */
export function keepDeadlines(backfill: Backfill): void {
  const running = liveRuns(backfill).filter(({ deadlineMs }) => deadlineMs !== null);
  const overdue = running.filter(({ deadlineMs }) => (deadlineMs ?? Infinity) <= Date.now());
  const { onTimeout = 'cancel', timeoutMs = 0 } = backfill.plan.options.wait;
  if (onTimeout === 'extend')
    for (const live of overdue) live.deadlineMs = Date.now() + Math.max(1000, timeoutMs);
  else if (onTimeout === 'detach') detachWindows(backfill, overdue);
  else stopWindows(backfill, overdue, { cancelledBy: 'deadline' });
  const next = liveRuns(backfill).flatMap(({ deadlineMs }) => deadlineMs ?? []);
  if (next.length > 0) backfill.timer.at(Math.min(...next));
}

const liveRuns = ({ live }: Backfill): LiveWindow[] =>
  [...live.values()].filter(({ phase }) => phase === 'running');

function idsToEnd(windows: readonly LiveWindow[]): string[] {
  for (const live of windows) live.phase = 'stopping';
  return windows.flatMap(({ runId }) => runId ?? []);
}

function stopWindows(backfill: Backfill, windows: readonly LiveWindow[], by: RunContext): void {
  const runIds = idsToEnd(windows);
  if (runIds.length === 0) return;
  const context = { ...runContextOf(backfill.plan), ...by };
  inBackground(backfill, () =>
    stopRuns(backfill.plan.task.id, runIds, (runId, stopped) =>
      endRun(backfill, runId, judgeStopped(stopped, context)),
    ),
  );
}

/** A last look at each, then they are left running. */
function detachWindows(backfill: Backfill, windows: readonly LiveWindow[]): void {
  const runIds = idsToEnd(windows);
  if (runIds.length === 0) return;
  inBackground(backfill, async () => {
    const seen = await lastPoll(backfill, runIds);
    for (const runId of runIds) {
      const run = seen.get(runId);
      const judged =
        run === undefined
          ? judgeDetached(null, 'the deadline passed')
          : judgeEnd({ kind: 'ended', run }, runContextOf(backfill.plan));
      endRun(backfill, runId, judged);
    }
  });
}

async function lastPoll({ plan }: Backfill, runIds: string[]): Promise<Map<string, RunReport>> {
  const poll = { fixedMs: null, minMs: 1000, maxMs: 1000 };
  try {
    const request = { taskId: plan.task.id, runIds, poll, sliceMs: 0, isBrief: true as const };
    const { ended } = await slice(60_000, 'a last look at the deadline').awaitRuns(request);
    return new Map(ended.map((run) => [run.runId, run]));
  } catch {
    return new Map();
  }
}
