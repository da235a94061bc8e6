import { describeWorkflow } from '../../client/workflow.js';
import type { Concluded, ResultDocument } from '../../model/pipeline/result-document.js';
import type { PipelineResult, StepResult } from '../../model/pipeline/results.js';
import type { RunResult } from '../../model/run/run-result.js';
import { withProjectUrls } from '../session/names.js';
import type { Session } from '../session/session.js';
import type { Output } from '../base/output.js';

/** The place of a workflow, and when its last execution ran. */
export async function placeOf(
  workflowId: string,
  { client, uiUrl }: Session,
): Promise<Omit<Concluded<never>, 'result'>> {
  const { status, startTime, closeTime } = await describeWorkflow(client, workflowId);
  return {
    workflowId,
    uiUrl: uiUrl(workflowId),
    status: status.name,
    startedAt: startTime.toISOString(),
    endedAt: closeTime?.toISOString() ?? null,
  };
}

/** A result with where and when it came to be; `trendsFor` null: without the trends of what its evaluations said. */
export async function resultDocumentOf(
  result: RunResult | PipelineResult,
  workflowId: string,
  session: Session,
  trendsFor: Pick<Output, 'warn'> | null,
): Promise<ResultDocument> {
  const place = await placeOf(workflowId, session);
  if (!('steps' in result))
    return { version: 1, kind: 'run', data: { ...place, runId: result.runId, result } };
  // A pipeline that continued as new started before its last execution.
  const { startedAt = place.startedAt, endedAt = place.endedAt } = result;
  const linked = await withProjectUrls(session, result.steps);
  const steps = trendsFor === null ? linked : await addTrends(session, linked, trendsFor);
  return {
    version: 1,
    kind: 'pipeline',
    data: { ...place, startedAt, endedAt, result: { ...result, steps } },
  };
}

// Loaded only here: with them come libraries of statistics.
async function addTrends(
  session: Session,
  steps: readonly StepResult[],
  output: Pick<Output, 'warn'>,
): Promise<StepResult[]> {
  const { withTrends } = await import('./with-trends.js');
  return withTrends(session, steps, (line) => output.warn(line));
}
