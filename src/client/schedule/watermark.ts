import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { watermarkWorkflowId } from '../../model/temporal/names.js';
import { WATERMARK_MEMO } from '../../model/schedule/watermark.js';
import type { Watermark } from '../../model/schedule/watermark.js';

/** Until where all is proven, in milliseconds since 1970; null where nothing was, or no watermark is kept. */
export async function readWatermark(client: Client, name: string): Promise<number | null> {
  try {
    const { memo } = await client.workflow.getHandle(watermarkWorkflowId(name)).describe();
    return (memo?.[WATERMARK_MEMO] as Watermark | undefined)?.provenMs ?? null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/**
 * Ends the watermark of a schedule, which can be terminated because it runs nothing and cleans nothing up. False if there is
 * none.
 */
export async function endWatermark(client: Client, name: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(watermarkWorkflowId(name)).terminate('its schedule was deleted');
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
