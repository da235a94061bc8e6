import { cpuMs } from '../stack/process-usage.js';
import type { Stack } from '../stack/stack.js';
import { untilLooked } from '../work/waits.js';
import type { StuckRuns } from './stuck-runs.js';

const LOOK_LIMIT_MS = 3 * 60_000;

export interface Kill {
  /** For each wait, from the kill until its run was looked at. */
  readonly delaysMs: readonly number[];
  /** Of the server and of the new worker until then; null: the server runs elsewhere. */
  readonly cpuMs: number | null;
}

/** Kills the worker, starts another one at once, and waits until it has looked at every run. */
export async function measureKill(
  stack: Stack,
  { tasks }: StuckRuns,
  waiting: readonly string[],
): Promise<Kill> {
  const left = new Set(waiting);
  const theirs = new Map(
    [...tasks].map(([taskId, runIds]) => [taskId, runIds.filter((runId) => left.has(runId))]),
  );
  await stack.worker.kill();
  const [killedMs, sinceSeq, serverMs] = [Date.now(), await stack.service.lastSeq(), stack.temporal.cpuMs()];
  const worker = await stack.startWorker();
  const found = await untilLooked(stack.service, {
    runIds: waiting,
    tasks: theirs,
    sinceSeq,
    limitMs: LOOK_LIMIT_MS,
  });
  const serverNow = stack.temporal.cpuMs();
  return {
    delaysMs: waiting.map((runId) => (found.get(runId) ?? Number.NaN) - killedMs),
    cpuMs: serverNow === null || serverMs === null ? null : serverNow - serverMs + cpuMs(worker.pid),
  };
}
