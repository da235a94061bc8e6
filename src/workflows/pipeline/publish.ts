import { setCurrentDetails, upsertMemo, workflowInfo } from '@temporalio/workflow';
import { pipelineDetails, pipelineMemo, stepMemos } from '../../model/pipeline/describe-steps.js';
import { PIPELINE_MEMO, STEPS_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { PipelineState } from '../step/pipeline-state.js';

/**
 * Writes the pipeline's memo if it has changed since it was last written; its steps once. The details for Temporal's UI
 * are in no history, so they are set each time.
 */
export function publisher(state: PipelineState): () => void {
  let published = JSON.stringify(workflowInfo().memo?.[PIPELINE_MEMO] ?? null);
  return () => {
    setCurrentDetails(pipelineDetails(state.plan, state, null));
    const memo = pipelineMemo(state);
    const text = JSON.stringify(memo);
    if (text === published) return;
    published = text;
    upsertMemo({ ...stepsMemo(state), [PIPELINE_MEMO]: memo });
  };
}

const stepsMemo = ({ plan }: PipelineState): Record<string, unknown> =>
  workflowInfo().memo?.[STEPS_MEMO] === undefined ? { [STEPS_MEMO]: stepMemos(plan) } : {};
