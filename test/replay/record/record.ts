import { writeFileSync } from 'node:fs';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, inject } from 'vitest';
import { RESULT_MEMO } from '../../../src/model/temporal/memos.js';

/**
 * Waits for a workflow's end and writes its history as `<name>.json`. Its result must be as expected, or the history is
 * not of the shape that its name says: that of a cancelled one is in its memo, that of a failed one `{ failure: type }`.
 */
export async function record(name: string, handle: WorkflowHandle, expected: object): Promise<void> {
  expect(await endOf(handle)).toMatchObject(expected);
  await write(name, handle);
}

/** Writes the history of a workflow as it is by now. */
export async function write(name: string, handle: WorkflowHandle): Promise<void> {
  const { events } = JSON.parse(historyToJSON(await handle.fetchHistory())) as { events: unknown[] };
  const lines = events.map((event) => JSON.stringify(event, withoutTraces));
  const text = `{"events":[\n${lines.join(',\n')}\n]}\n`;
  writeFileSync(new URL(`${name}.json`, inject('generation')), text, { flag: 'wx' });
}

// Replay does not need them, and they name folders and machines of whoever recorded.
function withoutTraces(this: unknown, key: string, value: unknown): unknown {
  const isSticky = (this as { kind?: unknown }).kind === 'TASK_QUEUE_KIND_STICKY';
  return key === 'stackTrace' || key === 'identity' || (key === 'name' && isSticky) ? '' : value;
}

async function endOf(handle: WorkflowHandle): Promise<unknown> {
  try {
    return await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    if (error.cause instanceof ApplicationFailure) return { failure: error.cause.type };
    return (await handle.describe()).memo?.[RESULT_MEMO] ?? { cancelled: true };
  }
}
