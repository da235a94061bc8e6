import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { expect, onTestFinished, test } from 'vitest';
import { sendUpdate } from '../src/client/update.js';
import { createDevServer } from './support/servers.js';

test('an update that Temporal drops, since news came in while it was to end the workflow, is sent again and has one effect', async () => {
  const server = await createDevServer();
  onTestFinished(() => server.stop());
  const client = new Client({ connection: await Connection.connect({ address: server.address }) });
  let times = 0;
  const comeBetween = async (): Promise<void> => {
    times += 1;
    if (times === 1) await client.workflow.getHandle('ends').signal('news');
  };
  const connection = await NativeConnection.connect({ address: server.address });
  const workflowsPath = fileURLToPath(new URL('support/end-by-update.workflows.ts', import.meta.url));
  const taskQueue = 'updates';
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, activities: { comeBetween } });
  await worker.runUntil(async () => {
    const handle = await client.workflow.start('endByUpdate', { taskQueue, workflowId: 'ends' });
    expect(await sendUpdate(handle, 'end', { by: 'ada' })).toBe('ada');
    expect(await handle.result()).toBe('ada');
  });
  expect(times).toBe(2);
  await connection.close();
  await client.connection.close();
});
