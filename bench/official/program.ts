import { createClient, waitForTaskRun } from '@arizeai/ax-client';
import { OFFICIAL_READY, type WaitOrder } from './protocol.js';

/** Waits with the official client, all in this process, as a script does that calls it. Arguments: the service and its key. */
const [baseUrl = '', apiKey = ''] = process.argv.slice(2);
const client = createClient({ baseUrl, apiKey });

// The client leaves polls under way that nobody awaits.
process.on('unhandledRejection', () => undefined);

process.on('message', ({ runIds, pollIntervalMs }: WaitOrder) => {
  for (const runId of runIds) void waitFor(runId, pollIntervalMs);
});

async function waitFor(runId: string, pollInterval: number | undefined): Promise<void> {
  await waitForTaskRun({ client, runId, ...(pollInterval === undefined ? {} : { pollInterval }) });
  process.send?.({ runId, endedMs: Date.now() });
}

process.stdout.write(`${OFFICIAL_READY}\n`);
