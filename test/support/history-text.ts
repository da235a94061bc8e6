import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

/** The history of a workflow as Temporal has it, with what stands in its base64 beside it. */
export async function historyText(client: Client, workflowId: string): Promise<string> {
  const json = historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory());
  const blobs = json.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? [];
  return [json, ...blobs.map((blob) => Buffer.from(blob, 'base64').toString('latin1'))].join('\n');
}
