import { sleep } from '@temporalio/workflow';
import type { OpenedFence } from '../../model/run/unresolved.js';
import { looking } from '../shared/activities.js';
import type { Backfill } from './backfill.js';

/**
 * In an execution that was reset: reads which runs there are beyond the first fence, so that windows whose runs the
 * executions before it began are not triggered again (design/backfill.md). What those executions had under way may show up
 * only after the settle time, or still be in its turn: as many windows as can have been are looked for once more, by
 * their triggers.
 */
export async function lookAfterReset(backfill: Backfill, fence: OpenedFence): Promise<void> {
  const { plan, limit, known } = backfill;
  await sleep(plan.options.settleMs);
  const runs = await looking.findWindowRuns({ taskId: plan.task.id, fence });
  const former = runs.filter(({ runId }) => !known.has(runId));
  backfill.former = new Map(former.map(({ runId, startMs, endMs }) => [keyOf({ startMs, endMs }), runId]));
  backfill.careful = Math.max(limit, plan.options.limit);
}

/** The run that an execution before the reset began for a window; null: none is known. Each run is told once. */
export function formerRunOf({ former, windows }: Backfill, at: number): string | null {
  const window = windows[at];
  const key = window === undefined ? '' : keyOf(window);
  const runId = former?.get(key) ?? null;
  former?.delete(key);
  return runId;
}

const keyOf = ({ startMs, endMs }: { startMs: number; endMs: number }): string => `${startMs}-${endMs}`;
