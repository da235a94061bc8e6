import { WorkflowNotFoundError } from '@temporalio/client';
import { watermarkWorkflowId } from '../../model/temporal/names.js';
import { WATERMARK_MEMO } from '../../model/schedule/watermark.js';
import type { Watermark } from '../../model/schedule/watermark.js';
import type { Session } from '../../commands/session/session.js';

/** Until where all is proven, in milliseconds since 1970; null where nothing was, or no watermark is kept. */
export async function readWatermark({ client }: Session, name: string): Promise<number | null> {
  try {
    const { memo } = await client.workflow.getHandle(watermarkWorkflowId(name)).describe();
    return (memo?.[WATERMARK_MEMO] as Watermark | undefined)?.provenMs ?? null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
