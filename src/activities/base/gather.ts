import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';

/**
 * Keeps a workflow task open for so long, as a local activity: what happens meanwhile comes together in the next one
 * (workflows/shared/gathering.ts). A worker that stops ends it.
 */
export const gather =
  () =>
  async ({ forMs }: { forMs: number }): Promise<null> => {
    await sleep(forMs, null, { signal: Context.current().cancellationSignal });
    return null;
  };
