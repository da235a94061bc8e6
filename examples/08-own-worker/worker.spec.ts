import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { AxClient, WORKER_LIMITS, createWorker } from 'ax-tasks-temporal';
import type { RunTaskInput } from 'ax-tasks-temporal';
import { ensureTemporalServer, startSimulator } from 'ax-tasks-temporal/testing';
import * as activities from './activities.js';
import { evaluateAndNotify } from './workflows.js';

test('evaluates, and tells the reviewers', async () => {
  // Fetched once and verified; TEMPORAL_CLI_PATH names one of your own.
  const path = await ensureTemporalServer('temporal-cli', { report: console.error });
  const temporal = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path } },
  });
  const { baseUrl, apiKey, ...simulator } = await startSimulator({ advance: { by: 'looks', looks: 2 } });
  const ax = new AxClient({ baseUrl, apiKey, limits: WORKER_LIMITS });
  const worker = await createWorker({
    connection: temporal.nativeConnection,
    namespace: 'default',
    taskQueue: 'test',
    ax,
    activities,
    workflows: { workflowsPath: fileURLToPath(new URL('./workflows.js', import.meta.url)) },
  });
  const input: RunTaskInput = {
    intent: { task: 'nightly-hallucination', space: 'research', trigger: {} },
    wait: { pollIntervalMs: 1000 },
  };
  const told = await worker.runUntil(
    temporal.client.workflow.execute(evaluateAndNotify, {
      workflowId: 'evaluate-and-notify',
      taskQueue: 'test',
      args: [input],
    }),
  );
  assert.equal(told, '#evals');
  assert.equal(simulator.journal().runs.length, 1);
  await Promise.all([ax.close(), temporal.teardown(), simulator.close()]);
});
