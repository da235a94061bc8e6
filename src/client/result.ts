import type { WorkflowHandle } from '@temporalio/client';
import { RESULT_MEMO } from '../model/temporal/memos.js';

/**
 * Waits for the result of a workflow, also of one that was cancelled: that one leaves it in its memo.
 * @throws WorkflowFailedError if it has none; `cause` is why
 */
export async function resultOf<Input, Result>(
  handle: Pick<WorkflowHandle<(input: Input) => Promise<Result>>, 'result' | 'describe'>,
): Promise<Result> {
  try {
    return await handle.result();
  } catch (error) {
    const kept = (await handle.describe()).memo?.[RESULT_MEMO] as Result | undefined;
    if (kept === undefined) throw error;
    return kept;
  }
}
