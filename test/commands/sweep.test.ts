import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SweepResult } from '../../src/model/sweep/sweep-result.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import type { ConnectedClient } from '../../src/temporal/connect.js';
import { until } from '../support/until.js';
import { run } from './support/cli.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';
import { startOnTerminal } from './support/terminal.js';

let stack: Stack;
let connected: ConnectedClient;
let client: Client;

const ax = (...args: string[]): Promise<Ran> => runHere(args, stack.env);
const SWEEP = ['sweep', '--task', 'generate-answers', '--grace', '100ms'];

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
  ({ client } = connected);
});

afterAll(async () => {
  await connected.close();
  await stack.close();
});

/** A run whose workflow was terminated, as Temporal's list tells it. */
async function orphan(name: string): Promise<string> {
  stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { experimentName: name } });
  const args = ['trigger-run', 'generate-answers', '--experiment-name', name, '--wait'];
  const watching = run(args, { env: stack.env });
  let runId: string | undefined;
  await until(async () => {
    for await (const { workflowId, memo } of client.workflow.list({ query: LIVING })) {
      runId = (memo?.['trigger'] as { runId?: string } | undefined)?.runId;
      if (typeof runId !== 'string') continue;
      await client.workflow.getHandle(workflowId).terminate();
      return true;
    }
    return false;
  });
  await until(async () => (await client.workflow.count(LIVING)).count === 0);
  await watching;
  return runId ?? '';
}

const LIVING = "WorkflowType = 'runTask' AND ExecutionStatus = 'Running'";

const statusOf = (runId: string): string | undefined =>
  stack.simulator.journal().runs.find((each) => each.runId === runId)?.status;

describe('sweep', () => {
  test('without orphans ends with 0 and says what it looked at', async () => {
    const { code, stdout } = await ax(...SWEEP);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 active runs of 1 task: 0 orphans.\n' });
  });

  test('reports an orphan and ends with 1; a status of the sweep can be had', async () => {
    const runId = await orphan('reported');
    const { code, stdout, stderr } = await ax(...SWEEP);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^orphan +${runId} +generate-answers +running .*\n +its workflow .*was terminated$`, 'm'),
    );
    const workflowId = /Sweeping: (\S+)/.exec(stderr)?.[1] ?? '';
    expect(await ax('workflow', 'status', workflowId)).toMatchObject({ code: 0 });
    expect(await ax('watch', workflowId)).toMatchObject({ code: 1 });
  });

  test('says that it looks again, and when', async () => {
    const { stderr } = await ax('sweep', '--task', 'generate-answers', '--grace', '2');
    expect(stderr).toMatch(/1 without a workflow, checked again at \d\d:\d\d:\d\dZ/);
  });

  test('--cancel without a terminal and without --force does nothing', async () => {
    const { code, stderr } = await ax(...SWEEP, '--cancel');
    expect(code).toBe(2);
    expect(stderr).toContain('--force');
  });

  test('--cancel shows the orphans and asks; a no does nothing', async () => {
    const terminal = startOnTerminal([...SWEEP, '--cancel'], stack.env);
    await terminal.shows('Cancel this orphan? [y/N]');
    terminal.type('n\r');
    expect(await terminal.exitCode()).toBe(6);
    expect(terminal.screen()).toContain('was terminated');
    expect(stack.simulator.journal().runs.map(({ status }) => status)).not.toContain('CANCELLED');
  });

  test('--cancel cancels them on a yes', async () => {
    const terminal = startOnTerminal([...SWEEP, '--cancel'], stack.env);
    await terminal.shows('Cancel this orphan? [y/N]');
    terminal.type('y\r');
    expect(await terminal.exitCode()).toBe(0);
    expect(stack.simulator.journal().runs.map(({ status }) => status)).toContain('CANCELLED');
  });

  test('--cancel --force cancels unasked, as a document', async () => {
    const runId = await orphan('forced');
    const ran = await ax(...SWEEP, '--cancel', '--force', '-o', 'json');
    const { kind, data } = ran.json<{ result: SweepResult }>();
    expect({ code: ran.code, kind }).toEqual({ code: 0, kind: 'sweep' });
    expect(data.result.orphans).toMatchObject([{ runId, did: 'cancelled' }]);
    expect(statusOf(runId)).toBe('CANCELLED');
  });
});

describe('a scheduled sweep', () => {
  const scheduled = async () => client.schedule.getHandle('ax-sweep').describe();

  test('is created, changed by a second one, and sweeps', async () => {
    const runId = await orphan('scheduled');
    const first = await ax(...SWEEP, '--every', '1h');
    expect(first.stdout).toBe('Created the schedule ax-sweep: every 1h 00m, report.\n');
    const second = await ax(...SWEEP, '--every', '30m', '--cancel', '--force');
    expect(second.stdout).toBe('Updated the schedule ax-sweep: every 30m 00s, cancel.\n');
    expect(await scheduled()).toMatchObject({
      spec: { intervals: [{ every: 1_800_000 }] },
      policies: { overlap: 'SKIP', catchupWindow: 3_600_000 },
    });
    await client.schedule.getHandle('ax-sweep').trigger();
    await until(() => statusOf(runId) === 'CANCELLED');
  });

  test('that would cancel is not made unasked', async () => {
    expect(await ax(...SWEEP, '--every', '1h', '--cancel')).toMatchObject({ code: 2, stdout: '' });
  });

  test('is removed, once', async () => {
    expect((await ax('sweep', '--unschedule')).stdout).toBe('Removed the schedule ax-sweep.\n');
    await expect(scheduled()).rejects.toThrow();
    expect(await ax('sweep', '--unschedule', '-o', 'json')).toMatchObject({ code: 0 });
  });
});
