import { activityInfo, getClient, heartbeat } from '@temporalio/activity';
import { referenceTo } from '../../model/api/resource-id.js';
import type { KeepQualityRequest } from '../../model/quality/kept/quality-messages.js';
import { groupsOf, keptOf, runQualityOf } from '../../model/quality/kept/run-quality.js';
import type { RunQuality } from '../../model/quality/kept/run-quality.js';
import type { SpanQuestion } from '../../model/quality/span-question.js';
import type { WindowQuality } from '../../model/quality/window-quality.js';
import type { ActivityDeps } from '../base/deps.js';
import type { Kept } from '../base/patient-look.js';
import { whileBeating } from '../base/while-beating.js';
import { evaluationsOf } from './evaluations-of-task.js';
import type { QualityProgress } from './quality-progress.js';
import type { QualityReader } from './read-quality.js';
import { recordWindows } from './record-windows.js';

/** The most evaluations that one reading counts. */
const MAX_NAMES = 10;

/**
 * Reads what the evaluations of a task say about the spans of a window, and keeps it for the task (design/quality.md). Null if
 * the task evaluates no project. What is read by the groups of an attribute is not kept.
 */
export const keepQuality =
  ({ ax }: ActivityDeps, read: QualityReader) =>
  async (request: KeepQualityRequest): Promise<RunQuality | null> => {
    const { taskId, runIds, groupBy } = request;
    const task = await ax.getTask({ task: referenceTo(taskId) });
    const { projectId } = task;
    if (projectId === null || task.evaluators.length === 0) return null;
    const evaluations = await evaluationsOf(ax, task.evaluators);
    const question = questionOf(request, { projectId, filter: task.queryFilter, evaluations });
    const quality = await beating(question, read);
    if (groupBy !== undefined) return groupsOf(quality);
    const runId = runIds.length === 1 ? (runIds[0] ?? null) : null;
    await recordWindows(getClient(), taskId, [keptOf(quality, { readMs: Date.now(), runId })]);
    return runQualityOf(quality);
  };

/** Continues where an attempt was whose worker died. What is refused fails at once: nothing depends on it. */
function beating(question: SpanQuestion, read: QualityReader): Promise<WindowQuality> {
  const before = activityInfo().heartbeatDetails as QualityProgress | undefined;
  const kept: Kept<QualityProgress> = {
    value: before ?? null,
    isAnswered: false,
    beat: () => heartbeat(kept.value),
  };
  return whileBeating(
    () => kept.value,
    () => read(question, kept),
  );
}

function questionOf(
  { taskId, runIds, startMs, endMs, maxRequests, groupBy }: KeepQualityRequest,
  { projectId, filter, evaluations }: Pick<SpanQuestion, 'projectId' | 'filter' | 'evaluations'>,
): SpanQuestion {
  return {
    ...{ projectId, startMs, endMs, filter, taskId, runIds, maxRequests },
    groupBy: groupBy ?? null,
    evaluations: evaluations.slice(0, MAX_NAMES),
    annotations: [],
    pairs: [],
  };
}
