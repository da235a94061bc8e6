import { defaultPayloadConverter } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { scheduleDifference } from '../../model/schedule/schedule-difference.js';
import type { ScheduleChange } from '../../model/schedule/schedule-difference.js';
import { encryptionKeyIdOf } from '../../temporal/encryption/encrypting-codec.js';
import type { OurSchedule } from './our-schedule.js';

/**
 * What becomes of a schedule's encryption by applying it. Temporal keeps an action as it was applied, and copies it into each
 * firing: what was applied before encryption was switched on stays readable, and a former key is needed, until then.
 */
export async function keyChange({ description }: OurSchedule, client: Client): Promise<ScheduleChange[]> {
  const [held] = description.raw.schedule?.action?.startWorkflow?.input?.payloads ?? [];
  let given: Payload[] = [defaultPayloadConverter.toPayload(null)];
  for (const codec of client.options.loadedDataConverter.payloadCodecs) given = await codec.encode(given);
  return scheduleDifference({ encryptionKey: idOf(held) }, { encryptionKey: idOf(given[0]) });
}

const idOf = (payload: Payload | undefined): string | null =>
  payload === undefined ? null : encryptionKeyIdOf(payload);
