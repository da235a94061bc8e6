import type { WorkflowHandle } from '@temporalio/client';
import type { DeliverNoticeInput } from '../../../src/model/notification/delivery.js';
import type { Notice } from '../../../src/model/notification/notice.js';
import { WORKFLOWS } from '../../../src/model/temporal/workflow-types.js';

/** What an execution tells, by its history: each notice that it began to deliver, once for each time. */
export async function noticesOf(handle: WorkflowHandle): Promise<Notice[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ startChildWorkflowExecutionInitiatedEventAttributes: started }) => {
    if (started?.workflowType?.name !== WORKFLOWS.deliverNotice) return [];
    const [payload] = started.input?.payloads ?? [];
    const { notice } = JSON.parse(Buffer.from(payload?.data ?? []).toString()) as DeliverNoticeInput;
    return [notice];
  });
}

/** A notice as a table of its facts. */
export const factsIn = ({ evidence }: Notice): Record<string, string> =>
  Object.fromEntries(evidence.map(({ name, value }) => [name, value]));

/** What was told, by kind and title. */
export const titlesOf = (notices: readonly Notice[]): string[] =>
  notices.map(({ kind, title }) => `${kind}: ${title}`);

export const TEAM = [{ to: 'team' }];
