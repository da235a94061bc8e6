import {
  condition,
  defineSignal,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';

const local = proxyLocalActivities<{ comeBetween: () => Promise<void> }>({ startToCloseTimeout: 5000 });

/** Ends in the workflow task that takes its update, before which something else comes in. */
export async function endByUpdate(): Promise<string> {
  let endedBy: string | null = null;
  setHandler(defineSignal('news'), () => undefined);
  setHandler(defineUpdate<string, [{ by: string }]>('end'), async ({ by }) => {
    await local.comeBetween();
    endedBy = by;
    return by;
  });
  await condition(() => endedBy !== null);
  return endedBy ?? '';
}
