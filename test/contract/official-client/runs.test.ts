import {
  cancelTaskRun,
  getTask,
  getTaskRun,
  listExperiments,
  listTaskRuns,
  triggerTaskRun,
} from '@arizeai/ax-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  officialClient,
  pastWindow,
  startOfficial,
  strangeId,
  waitInOwnProcess,
  type Official,
} from './harness.js';

let official: Official;
beforeEach(async () => {
  official = await startOfficial();
});
afterEach(() => official.simulator.close());

const space = 'research';

/**
 * The run once it has ended. The official wait polls on a bare interval, so its polls can overlap and
 * outlive a test; one look after the other cannot.
 */
async function endOf(runId: string): Promise<Awaited<ReturnType<typeof getTaskRun>>> {
  for (;;) {
    const run = await getTaskRun({ client: official.client, runId });
    if (run.status !== 'PENDING' && run.status !== 'RUNNING') return run;
  }
}

describe('runs of project tasks', () => {
  test('a run starts PENDING, counts up while RUNNING, and ends COMPLETED', async () => {
    const { client } = official;
    const run = await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(24) });
    expect(run).toMatchObject({ status: 'PENDING', numSuccesses: 0, experimentId: null, runStartedAt: null });
    const running = await getTaskRun({ client, runId: run.id });
    expect(running.status).toBe('RUNNING');
    const ended = await endOf(run.id);
    expect(ended.status).toBe('COMPLETED');
    expect(ended.numSuccesses).toBeGreaterThan(running.numSuccesses);
    expect(ended.runFinishedAt).not.toBeNull();
    expect((await getTask({ client, task: 'fresh-relevance', space })).lastRunAt).toEqual(run.createdAt);
  });

  test('max_spans cuts a run short', async () => {
    const { client } = official;
    const run = await triggerTaskRun({
      client,
      task: 'fresh-relevance',
      space,
      ...pastWindow(24),
      maxSpans: 7,
    });
    expect((await endOf(run.id)).numSuccesses).toBe(7);
  });

  test('the first run needs a start, later ones go on from the last', async () => {
    const { client } = official;
    await expect(triggerTaskRun({ client, task: 'fresh-relevance', space })).rejects.toThrow(/first run/);
    await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(1) });
    const next = await triggerTaskRun({ client, task: 'nightly-hallucination', space });
    expect(next.dataStartTime).not.toBeNull();
  });

  test('labelled data is not labelled again unless asked, and then it is', async () => {
    const { client } = official;
    const trigger = { client, task: 'fresh-relevance', space, ...pastWindow(6) };
    const first = await endOf((await triggerTaskRun(trigger)).id);
    const second = await endOf((await triggerTaskRun(trigger)).id);
    expect(second).toMatchObject({ status: 'CANCELLED', numSuccesses: 0, numErrors: 0, numSkipped: 0 });
    const again = await triggerTaskRun({ ...trigger, overrideEvaluations: true });
    const third = await endOf(again.id);
    expect(third.numSuccesses).toBe(first.numSuccesses);
  });

  test('a window that is not indexed yet ends COMPLETED with nothing', async () => {
    const { client } = official;
    const dataStartTime = new Date(Date.now() - 60_000);
    const run = await triggerTaskRun({ client, task: 'fresh-relevance', space, dataStartTime });
    const ended = await endOf(run.id);
    expect(ended).toMatchObject({ status: 'COMPLETED', numSuccesses: 0, numErrors: 0, numSkipped: 0 });
  });

  test.each([
    ['a reversed window', { dataStartTime: new Date(2_000), dataEndTime: new Date(1_000) }, /before/],
    ['a window over 30 days', pastWindow(24 * 30 + 1), /30 days/],
    ['no spans at all', { ...pastWindow(1), maxSpans: 0 }, /max_spans/],
  ])('%s is refused', async (_case, members, message) => {
    const trigger = triggerTaskRun({ client: official.client, task: 'fresh-relevance', space, ...members });
    await expect(trigger).rejects.toThrow(message);
  });
});

describe('runs of dataset tasks', () => {
  test('an experiment is scored once', async () => {
    const { client } = official;
    const { data } = await listExperiments({ client, dataset: 'support-questions', space });
    const candidate = data.find(({ name }) => name === 'candidate-v2')?.id ?? '';
    const trigger = { client, task: 'score-experiments', space, experimentIds: [candidate] };
    const first = await endOf((await triggerTaskRun(trigger)).id);
    expect(first).toMatchObject({ status: 'COMPLETED', numSuccesses: 24, dataStartTime: null });
    const second = await endOf((await triggerTaskRun(trigger)).id);
    expect(second.status).toBe('CANCELLED');
  });

  test('an experiment of nobody is refused', async () => {
    const experimentIds = [strangeId('Experiment')];
    const trigger = triggerTaskRun({
      client: official.client,
      task: 'score-experiments',
      space,
      experimentIds,
    });
    await expect(trigger).rejects.toThrow(/not found/);
  });
});

describe('listing, cancelling and waiting', () => {
  test('runs are listed newest first, and filtered by status', async () => {
    const { client } = official;
    const all = await listTaskRuns({ client, task: 'nightly-hallucination', space });
    expect(all.data.map(({ status }) => status)).toEqual(['FAILED', 'CANCELLED', 'COMPLETED']);
    const failed = await listTaskRuns({ client, task: 'nightly-hallucination', space, status: 'FAILED' });
    expect(failed.data).toHaveLength(1);
  });

  test('a PENDING run is cancelled once, and a second time it is refused', async () => {
    const { client } = official;
    const run = await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(1) });
    expect((await cancelTaskRun({ client, runId: run.id })).status).toBe('CANCELLED');
    await expect(cancelTaskRun({ client, runId: run.id })).rejects.toThrow(
      "cannot cancel a run with status 'cancelled'",
    );
  });

  test('the wait of the client returns the run once it has ended', async () => {
    const { client } = official;
    const { id: runId } = await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(1) });
    const run = await waitInOwnProcess(official, { runId, pollInterval: 100 });
    expect(run).toMatchObject({ status: 'COMPLETED' });
  });

  test('a run that never ends makes the wait time out', async () => {
    const { client, simulator } = official;
    simulator.addBehaviour({ stuckAt: 'RUNNING' });
    const run = await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(1) });
    const waited = await waitInOwnProcess(official, { runId: run.id, pollInterval: 100, timeout: 150 });
    expect(waited).toMatchObject({ message: expect.stringMatching(/timed out.*RUNNING/) as string });
  });

  test.each([
    ['failed', 'FAILED'],
    ['bad-integration-key', 'CANCELLED'],
    ['empty', 'COMPLETED'],
  ] as const)('a run scripted as %s ends %s', async (outcome, status) => {
    const { client, simulator } = official;
    simulator.addBehaviour({ outcome });
    const run = await triggerTaskRun({ client, task: 'fresh-relevance', space, ...pastWindow(1) });
    expect((await endOf(run.id)).status).toBe(status);
  });

  test('a run id of nobody is not found', async () => {
    await expect(getTaskRun({ client: official.client, runId: strangeId('TaskRun') })).rejects.toThrow(
      /not found/,
    );
  });
});

describe('who may do what', () => {
  test('a wrong key is refused', async () => {
    const stranger = officialClient(official.simulator, 'ak-wrong');
    await expect(getTask({ client: stranger, task: strangeId('OnlineTask') })).rejects.toThrow(/not valid/);
  });

  test('a read-only key reads, and does not trigger', async () => {
    const reader = officialClient(official.simulator, official.simulator.readOnlyApiKey);
    const { id } = await getTask({ client: reader, task: 'fresh-relevance', space });
    await expect(triggerTaskRun({ client: reader, task: id, ...pastWindow(1) })).rejects.toThrow(/may read/);
  });

  test('too many requests are refused', async () => {
    const limited = await startOfficial({ requestsPerMinute: 2 });
    try {
      const { client } = limited;
      const { id } = await getTask({ client, task: 'fresh-relevance', space });
      await expect(getTask({ client, task: id })).rejects.toThrow(/requests in a minute/);
    } finally {
      await limited.simulator.close();
    }
  });
});
