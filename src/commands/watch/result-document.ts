import type { ResultDocument } from '../../model/result-document.js';
import type { PipelineResult, RunResult } from '../../model/results.js';
import type { Session } from '../session/session.js';

/** A result with where and when it came to be. */
export async function resultDocumentOf(
  result: RunResult | PipelineResult,
  workflowId: string,
  { client, uiUrl }: Session,
): Promise<ResultDocument> {
  const { status, startTime, closeTime } = await client.workflow.getHandle(workflowId).describe();
  const place = {
    workflowId,
    uiUrl: uiUrl(workflowId),
    status: status.name,
    startedAt: startTime.toISOString(),
    endedAt: closeTime?.toISOString() ?? null,
  };
  if (!('steps' in result))
    return { version: 1, kind: 'run', data: { ...place, runId: result.runId, result } };
  // A pipeline that went on in a new execution began before that one did.
  const { startedAt = place.startedAt, endedAt = place.endedAt } = result;
  return { version: 1, kind: 'pipeline', data: { ...place, startedAt, endedAt, result } };
}
