import { setTimeout as sleep } from 'node:timers/promises';
import type { OurSchedule } from './our-schedule.js';

const LOOK_EVERY_MS = 200;
const GIVE_UP_MS = 10_000;

/** What became of a request to fire. */
export interface FiringStart {
  /** `waiting`: for the firing that goes on; `asked`: Temporal has not acted on it yet. */
  how: 'started' | 'waiting' | 'asked';
  workflowId: string | null;
}

/**
 * Asks a schedule to fire, and waits for a moment to see which workflow it starts: the one of a nominal time, in milliseconds
 * since 1970, or whichever comes next where that is null.
 */
export async function awaitStart(
  { handle, description }: OurSchedule,
  nominalMs: number | null,
  ask: () => Promise<void>,
): Promise<FiringStart> {
  const known = new Set(
    description.info.recentActions.map(({ action }) => action.workflow.firstExecutionRunId),
  );
  const buffered = Number(description.raw.info?.bufferSize ?? 0);
  await ask();
  for (const startMs = Date.now(); Date.now() - startMs < GIVE_UP_MS; await sleep(LOOK_EVERY_MS)) {
    const { info, raw } = await handle.describe();
    const started = info.recentActions.find(
      ({ action: { workflow } }) =>
        !known.has(workflow.firstExecutionRunId) &&
        (nominalMs === null || workflow.workflowId.endsWith(endOfId(nominalMs))),
    );
    if (started !== undefined) return { how: 'started', workflowId: started.action.workflow.workflowId };
    if (Number(raw.info?.bufferSize ?? 0) > buffered) return { how: 'waiting', workflowId: null };
  }
  return { how: 'asked', workflowId: null };
}

// Temporal ends the id of a firing with its nominal time, in whole seconds.
const endOfId = (nominalMs: number): string => `-${new Date(nominalMs).toISOString().slice(0, 19)}Z`;
