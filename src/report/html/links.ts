import type { ItemResult, StepResult } from '../../model/pipeline/results.js';
import type { ResultView } from '../result-view.js';

/** The page of a child workflow in Temporal's web interface; null where the pipeline's is not known. */
function childUrl({ uiUrl, workflowId }: ResultView, childId: string): string | null {
  const own = encoded(workflowId);
  return uiUrl?.endsWith(own) === true ? `${uiUrl.slice(0, -own.length)}${encoded(childId)}` : null;
}

// Half surrogates cannot be encoded, and no workflow has them in its id.
const encoded = (id: string): string => encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'));

/** Of the last attempt of a step; null for a step that has no workflow of its own here. */
export function stepUrl(
  view: ResultView,
  { id, result, items, attempts = 1, isKept }: StepResult,
): string | null {
  if (!view.isPipeline) return view.uiUrl;
  if (isKept === true || ((result?.runId ?? null) === null && items === undefined)) return null;
  return childUrl(
    view,
    `${view.workflowId}/${id}${attempts > 1 && items === undefined ? `~${attempts}` : ''}`,
  );
}

export const itemUrl = (view: ResultView, step: StepResult, { key, runId }: ItemResult): string | null =>
  step.isKept === true || runId === null ? null : childUrl(view, `${view.workflowId}/${step.id}/${key}`);
