import { CancellationScope, condition, getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow';
import { STARTED_SIGNAL } from '../../model/run/trigger-windows.js';
import type { StartedWindow, StartedWindows, TriggeredWindow } from '../../model/run/trigger-windows.js';

/** A trigger that takes longer is being settled: its answer was lost. */
const LONG_MS = 3000;

/** Tells the parent of runs that have started if others of the triggers take long, so that they can be waited for, and cancelled. */
export const tellEarly = (ends: readonly Promise<TriggeredWindow>[]): Promise<void> =>
  CancellationScope.nonCancellable(async () => {
    const ended = new Map<number, TriggeredWindow>();
    for (const [nth, end] of ends.entries()) void end.then((each) => ended.set(nth, each), ignore);
    if (await condition(() => ended.size === ends.length, LONG_MS)) return;
    const started = [...ended].flatMap(([nth, end]) => startedIn(nth, end));
    if (started.length > 0) await tell(started);
  });

// Whoever awaits the ends meets the error.
const ignore = (): void => undefined;

function startedIn(nth: number, end: TriggeredWindow): StartedWindow[] {
  if (end.kind !== 'started' || end.doubt !== undefined) return [];
  return [{ nth, runId: end.runId, createdByUserId: end.createdByUserId ?? null }];
}

/** If the parent has ended, nobody is told. */
async function tell(started: StartedWindow[]): Promise<void> {
  const { parent, workflowId } = workflowInfo();
  if (parent === undefined) return;
  const told: StartedWindows = { triggers: workflowId, started };
  await getExternalWorkflowHandle(parent.workflowId).signal(STARTED_SIGNAL, told).catch(ignore);
}
