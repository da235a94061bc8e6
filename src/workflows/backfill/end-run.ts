import { workflowInfo } from '@temporalio/workflow';
import { coverageEntryOf } from '../../model/coverage/coverage-entry.js';
import type { RunReport } from '../../model/api/task-run.js';
import type { Judged } from '../run/judge.js';
import { withLateDuplicates } from '../trigger/late-duplicates.js';
import type { Backfill, LiveWindow } from './backfill.js';
import { inBackground } from './in-background.js';
import { endWindow, noteDuplicates } from './end-window.js';
import { measureDetection, reportRun } from '../shared/report.js';
import { verdictOf } from '../../model/run/verdict.js';

/** A run has ended, or nothing more is to be learnt of it. */
export function endRun(backfill: Backfill, runId: string, { run, outcome }: Judged): void {
  const found = [...backfill.live].find(([, live]) => live.runId === runId);
  if (found === undefined) return;
  const [at, live] = found;
  const { task, options } = backfill.plan;
  reportRun({ taskName: task.name, runId, run, outcome, verdict: verdictOf(outcome, options.tolerance) });
  if (run === null) backfill.unseen++;
  else {
    measureDetection(run);
    toLedger(backfill, run);
  }
  if (outcome.kind === 'timed-out-detached') backfill.detached = [...backfill.detached, runId].slice(-1000);
  endWindow(backfill, at, { run, outcome });
  lookForDuplicates(backfill, at, live, { runId, run });
}

function toLedger(backfill: Backfill, run: RunReport): void {
  const { evaluators, maxSpans, options } = backfill.plan;
  const { workflowId } = workflowInfo();
  const entry = coverageEntryOf(run, { evaluators, maxSpans, workflowId, tolerance: options.tolerance });
  if (entry !== null) backfill.toRecord.push(entry);
}

function lookForDuplicates(
  backfill: Backfill,
  at: number,
  { doubt }: LiveWindow,
  { runId, run }: { runId: string; run: RunReport | null },
): void {
  if (doubt === undefined) return;
  const { task } = backfill.plan;
  inBackground(backfill, async () => {
    const { duplicatesUnknown } = await withLateDuplicates(
      {
        doubt,
        runId,
        taskId: task.id,
        taskName: task.name,
        datasetId: null,
        provenance: { how: 'created', posts: 2, candidates: [] },
        window: doubt.mark.window,
        experimentName: null,
        maxSpans: backfill.plan.maxSpans,
        deadlineMs: null,
      },
      run,
    );
    if (duplicatesUnknown !== undefined) noteDuplicates(backfill, at, runId, duplicatesUnknown);
  });
}
