import { judgeFired, toleranceOfRun } from '../../model/schedule/fired-window.js';
import type { JudgedWindow } from '../../model/schedule/fired-window.js';
import type { Interval } from '../../model/time/interval.js';
import type { EvaluationValue } from '../../model/quality/kept/evaluation-value.js';
import type { RunResult } from '../../model/run/run-result.js';
import type { FiredWindow, Settled } from '../../model/schedule/firing.js';
import type { ScheduledTask } from '../../model/schedule/schedule.js';
import { seenText } from '../../model/schedule/settling.js';
import { firePipeline } from './fire-pipeline.js';
import { fireTask, runIdOf } from './fire-task.js';
import { tell, windowOf } from './firing.js';
import type { Firing } from './firing.js';
import { keepQuality } from './keep-quality.js';
import { lookUpEvaluators, recordRun } from './record-run.js';
import { settle } from './settle.js';

const MAX_REASON = 300;

/** Evaluates one window, once its settle gate lets it, and notes what became of it. Null: the work takes none. */
export async function fireWindow(firing: Firing, interval: Interval | null): Promise<JudgedWindow> {
  const settled = interval === null ? null : await settle(firing, interval);
  if (settled !== null && !settled.isSettled && firing.input.settle?.onTimeout === 'fail') {
    return note(firing, interval, { settled, judged: unsettled(settled) });
  }
  tell(firing, 'running', interval && windowOf(interval));
  const { work } = firing.input;
  const done =
    work.kind === 'task'
      ? await taskOver(firing, work, interval)
      : await firePipeline(firing, work, interval);
  return note(firing, interval, { ...done, settled });
}

/** What became of a window, as far as it is told by how its work was done. */
interface Done {
  judged: JudgedWindow;
  workflowId?: string;
  result?: RunResult;
  quality?: EvaluationValue[];
  settled?: Settled | null;
}

const unsettled = (settled: Settled): JudgedWindow => ({
  verdict: 'failed',
  isProven: false,
  isToBeCut: false,
  reason: `it did not settle: ${seenText(settled)}`,
});

async function taskOver(firing: Firing, work: ScheduledTask, interval: Interval | null): Promise<Done> {
  const mode = firing.input.window?.mode ?? 'nominal';
  if (interval !== null) await lookUpEvaluators(firing, work);
  const triggeredMs = Date.now();
  const workflowId = runIdOf(firing, interval);
  const tolerance = toleranceOfRun(mode, work.tolerance);
  const ended = await fireTask(firing, { ...work, tolerance }, interval);
  if ('reason' in ended) return { workflowId, judged: failed(ended.reason) };
  const { result } = ended;
  if (interval === null) {
    const reason = result.verdict === 'good' ? null : result.outcome.reason;
    const judged = { verdict: result.verdict, isProven: false, isToBeCut: false };
    return { workflowId, result, judged: reason === null ? judged : { ...judged, reason } };
  }
  await recordRun(firing, work, result, workflowId);
  const quality = await keepQuality(work, result);
  const { maxSpans } = work.trigger;
  const run = { mode, window: interval, result, tolerance: work.tolerance, maxSpans, triggeredMs };
  return { workflowId, result, quality, judged: judgeFired(run) };
}

const failed = (reason: string): JudgedWindow => ({
  verdict: 'failed',
  isProven: false,
  isToBeCut: false,
  reason,
});

function note(firing: Firing, interval: Interval | null, done: Done): JudgedWindow {
  const { judged, workflowId, result, settled, quality = [] } = done;
  const row: FiredWindow = {
    window: interval && windowOf(interval),
    workflowId: workflowId ?? null,
    verdict: judged.verdict,
    outcome: result?.outcome ?? null,
    runId: result?.runId ?? null,
    settled: settled ?? null,
    ...(quality.length === 0 ? {} : { quality }),
    ...(judged.reason === undefined ? {} : { reason: judged.reason.slice(0, MAX_REASON) }),
  };
  firing.windows.push(row);
  return judged;
}
