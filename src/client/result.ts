import { RESULT_MEMO } from '../model/temporal/memos.js';
import type { Session } from '../commands/session/session.js';

/**
 * The result of a workflow that closed, also of one that was cancelled: that one leaves it in its memo.
 * @throws the workflow's failure where it has no result
 */
export async function keptResult<Result>(
  { client }: Pick<Session, 'client'>,
  workflowId: string,
): Promise<Result> {
  const handle = client.workflow.getHandle<() => Promise<Result>>(workflowId);
  const kept = (await handle.describe()).memo?.[RESULT_MEMO] as Result | undefined;
  return kept ?? handle.result();
}
