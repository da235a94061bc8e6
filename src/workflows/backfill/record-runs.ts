import { recording } from '../shared/activities.js';
import { inBackground } from './in-background.js';
import type { Backfill } from './backfill.js';

/** Gives what ended runs prove to the ledger, beside the main loop. What is not recorded is read from the list later. */
export function recordRuns(backfill: Backfill): void {
  const entries = backfill.toRecord.splice(0);
  if (entries.length === 0) return;
  const { id: taskId } = backfill.plan.task;
  inBackground(backfill, () => recording.recordCoverage({ taskId, entries }));
}
