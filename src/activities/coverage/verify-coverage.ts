import { getClient } from '@temporalio/activity';
import { evaluatorsKey } from '../../model/api/task.js';
import { entriesVerified, ledgerWindows, verifiedWindow } from '../../model/coverage/verification.js';
import { verificationOf } from '../../model/coverage/verify-coverage.js';
import type { CoverageVerification, VerifyCoverageRequest } from '../../model/coverage/verify-coverage.js';
import type { ActivityDeps } from '../base/deps.js';
import type { AttemptClock } from '../base/attempt-clock.js';
import type { Kept, Looked } from '../base/patient-look.js';
import { walkSample } from '../quality/count-windows.js';
import { spanPages } from '../quality/counted-pages.js';
import { spansOfTask } from '../quality/spans-of-task.js';
import type { WalkProgress } from '../quality/walk-groups.js';
import { readEntries, recordEntries } from './ledger.js';

/**
 * Compares the windows of a task's ledger with the spans of its project (design/coverage.md), all of them within the budget
 * of requests, or a sample; and gives what was found to the ledger.
 */
export const verifyCoverage =
  (deps: ActivityDeps) =>
  async (
    request: VerifyCoverageRequest,
    clock: AttemptClock,
    kept: Kept<WalkProgress>,
  ): Promise<Looked<CoverageVerification>> => {
    const { taskId, startMs, endMs, maxRequests, isAnyVersion = false, workflowId } = request;
    const range = { startMs, endMs };
    const client = getClient();
    const { task, projectId, evaluations, selection } = await spansOfTask(deps.ax, taskId);
    const entries = await readEntries(client, taskId, range);
    const evaluators = isAnyVersion ? null : evaluatorsKey(task.evaluators);
    const ofWorkflow = new Set(
      entries.filter((entry) => entry.workflowId === workflowId).map(({ runId }) => runId),
    );
    const known = ledgerWindows(entries, range, evaluators).filter(
      ({ runIds: over }) => workflowId === undefined || over.some((runId) => ofWorkflow.has(runId)),
    );
    const writers = { taskId, runIds: entries.map(({ runId }) => runId) };
    const read = spanPages(deps, { projectId, filter: selection.filter, evaluations, writers });
    const { counted, requests } = await walkSample(known, read, maxRequests, kept);
    const windows = counted.flatMap((count) => {
      const window = known[count.at];
      return window === undefined ? [] : [verifiedWindow(window, count, selection)];
    });
    await recordEntries(client, taskId, entriesVerified(entries, windows, clock.nowMs));
    const { id, name } = task;
    const census = { counted, windows: known.length, requests };
    const compared = {
      task: { id, name },
      range,
      nowMs: clock.nowMs,
      evaluations,
      selection,
      census,
      windows,
    };
    return { found: verificationOf(compared) };
  };
