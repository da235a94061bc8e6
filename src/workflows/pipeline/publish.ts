import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import { pipelineMemo, stepMemos } from '../../model/pipeline/describe-steps.js';
import { STEPS_MEMO, PIPELINE_MEMO } from '../../model/pipeline/pipeline-memo.js';
import type { Engine } from './engine.js';

/** Writes the memo where it has changed since the last time; the steps themselves once. */
export function publisher(engine: Engine): () => void {
  let published = JSON.stringify(workflowInfo().memo?.[PIPELINE_MEMO] ?? null);
  return () => {
    const memo = pipelineMemo(engine);
    const text = JSON.stringify(memo);
    if (text === published) return;
    published = text;
    upsertMemo({ ...stepsMemo(engine), [PIPELINE_MEMO]: memo });
  };
}

const stepsMemo = ({ plan }: Engine): Record<string, unknown> =>
  workflowInfo().memo?.[STEPS_MEMO] === undefined ? { [STEPS_MEMO]: stepMemos(plan) } : {};
