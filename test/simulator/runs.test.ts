import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pastWindow, runPath, startRig, textOf, type Json, type Rig } from './rig.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.close());

async function lookUntilEnd(id: unknown): Promise<Json> {
  for (;;) {
    const { body } = await rig.call('GET', runPath(id));
    if (!['PENDING', 'RUNNING'].includes(textOf(body['status']))) return body;
  }
}

describe('a run by looks', () => {
  test('ends at the look it was told to, its counts growing on the way', async () => {
    const { body } = await rig.trigger('fresh-relevance', pastWindow(24));
    const seen = [];
    for (let look = 0; look < 3; look += 1) seen.push((await rig.call('GET', runPath(body['id']))).body);
    expect(seen.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'COMPLETED']);
    const counts = seen.map((run) => Number(run['num_successes']));
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts[0]).toBeLessThan(counts[2] ?? 0);
  });

  test('a list of runs is a look at each run that it shows', async () => {
    const path = await rig.taskPath('fresh-relevance');
    await rig.trigger('fresh-relevance', pastWindow(1));
    const statuses = [];
    for (let look = 0; look < 3; look += 1) {
      const { body } = await rig.call('GET', `${path}/runs`);
      statuses.push(body['task_runs']?.[0]?.['status']);
    }
    expect(statuses).toEqual(['RUNNING', 'RUNNING', 'COMPLETED']);
  });
});

describe('a run by the clock', () => {
  test('is PENDING, RUNNING and COMPLETED at its shares of the way', async () => {
    let nowMs = Date.UTC(2026, 10, 1);
    const clocked = await startRig({ advance: { by: 'clock' }, runSeconds: 100, now: () => nowMs });
    try {
      const window = { data_start_time: '2026-10-20T00:00:00Z', data_end_time: '2026-10-21T00:00:00Z' };
      const { body } = await clocked.trigger('fresh-relevance', window);
      const statusAfter = async (seconds: number): Promise<unknown> => {
        nowMs = Date.UTC(2026, 10, 1) + seconds * 1_000;
        return (await clocked.call('GET', runPath(body['id']))).body['status'];
      };
      expect(await statusAfter(9)).toBe('PENDING');
      expect(await statusAfter(11)).toBe('RUNNING');
      expect(await statusAfter(99)).toBe('RUNNING');
      expect(await statusAfter(250)).toBe('COMPLETED');
      const { body: ended } = await clocked.call('GET', runPath(body['id']));
      expect(ended['run_started_at']).toBe('2026-11-01T00:00:10.000Z');
      expect(ended['run_finished_at']).toBe('2026-11-01T00:01:40.000Z');
    } finally {
      await clocked.simulator.close();
    }
  });
});

describe('run-experiment runs', () => {
  test('the experiment id is null at first, and the experiment has a run for each example at the end', async () => {
    const { status, body } = await rig.trigger('generate-answers', {
      experiment_name: 'e1',
      max_examples: 5,
    });
    expect([status, body['experiment_id'], body['data_start_time']]).toEqual([201, null, null]);
    const ended = await lookUntilEnd(body['id']);
    expect(ended['num_successes']).toBe(5);
    const id = encodeURIComponent(textOf(ended['experiment_id']));
    const { body: runs } = await rig.call('GET', `/v2/experiments/${id}/runs`);
    expect(runs['experiment_runs']).toHaveLength(5);
  });

  test.each(['generate-answers', 'judge-answers', 'call-agent'])(
    '%s runs the whole dataset',
    async (task) => {
      const { body } = await rig.trigger(task, { experiment_name: 'whole' });
      expect((await lookUntilEnd(body['id']))['num_successes']).toBe(24);
    },
  );

  test('evaluation tasks are started by the service once the experiment is done, and score it', async () => {
    const scoring = await rig.idOf('tasks', 'score-experiments');
    const { body } = await rig.trigger('generate-answers', {
      experiment_name: 'e2',
      evaluation_task_ids: [scoring],
    });
    expect(rig.simulator.journal().runs).toHaveLength(1);
    const ended = await lookUntilEnd(body['id']);
    const chained = rig.simulator.journal().runs[1];
    expect(chained).toMatchObject({ taskId: scoring, requestSeq: null, parentRunId: body['id'] });
    expect((await lookUntilEnd(chained?.runId))['num_successes']).toBe(24);
    const id = encodeURIComponent(textOf(ended['experiment_id']));
    const { body: runs } = await rig.call('GET', `/v2/experiments/${id}/runs?limit=500`);
    expect(runs['experiment_runs']?.[0]).toHaveProperty(['eval.relevance.score']);
  });

  test('a failed experiment starts nothing', async () => {
    rig.simulator.addBehaviour({ outcome: 'failed' });
    const scoring = await rig.idOf('tasks', 'score-experiments');
    const trigger = { experiment_name: 'e3', evaluation_task_ids: [scoring] };
    const { body } = await rig.trigger('generate-answers', trigger);
    await lookUntilEnd(body['id']);
    expect(rig.simulator.journal().runs).toHaveLength(1);
  });

  test('a name is taken while its run is under way, and free again after a cancel before the experiment', async () => {
    const first = await rig.trigger('generate-answers', { experiment_name: 'once' });
    expect((await rig.trigger('judge-answers', { experiment_name: 'once' })).status).toBe(409);
    await rig.call('POST', `${runPath(first.body['id'])}/cancel`);
    expect((await rig.trigger('judge-answers', { experiment_name: 'once' })).status).toBe(201);
  });

  test('examples are chosen by version, ids, filter and number', async () => {
    const dataset = await rig.idOf('datasets', 'support-questions');
    const { body: whole } = await rig.call('GET', `/v2/datasets/${encodeURIComponent(dataset)}`);
    const oldVersion = whole['versions']?.[0]?.['id'];
    const counts: Record<string, unknown>[] = [
      { dataset_version_id: oldVersion },
      { query_filter: "category = 'billing'" },
      { query_filter: "category = 'billing'", max_examples: 2 },
    ];
    const totals = [];
    for (const [at, choice] of counts.entries()) {
      const { body } = await rig.trigger('generate-answers', { experiment_name: `chosen-${at}`, ...choice });
      totals.push((await lookUntilEnd(body['id']))['num_successes']);
    }
    expect(totals).toEqual([8, 8, 2]);
  });
});

describe('cancel and delete', () => {
  test('a running run keeps what it did, and what it did is not done again', async () => {
    const window = pastWindow(24);
    const { body } = await rig.trigger('fresh-relevance', window);
    await rig.call('GET', runPath(body['id']));
    const { body: cancelled } = await rig.call('POST', `${runPath(body['id'])}/cancel`);
    expect(cancelled['status']).toBe('CANCELLED');
    const done = Number(cancelled['num_successes']);
    expect(done).toBeGreaterThan(0);
    const { body: next } = await rig.trigger('fresh-relevance', window);
    const rest = Number((await lookUntilEnd(next['id']))['num_successes']);
    const { body: all } = await rig.trigger('fresh-relevance', { ...window, override_evaluations: true });
    expect(rest + done).toBe((await lookUntilEnd(all['id']))['num_successes']);
  });

  test('deleting a task removes its runs', async () => {
    const { body } = await rig.trigger('fresh-relevance', pastWindow(1));
    const path = await rig.taskPath('fresh-relevance');
    const deleted = await rig.call('DELETE', path);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    expect((await rig.call('GET', runPath(body['id']))).status).toBe(404);
    expect((await rig.call('GET', `${path}/runs`)).status).toBe(404);
  });
});

describe('traces and sessions', () => {
  test.each(['trace-completion', 'session-frustration'])('%s counts units, not spans', async (task) => {
    const window = pastWindow(24);
    const spans = await rig.trigger('fresh-relevance', window);
    const units = await rig.trigger(task, window);
    const counted = Number((await lookUntilEnd(units.body['id']))['num_successes']);
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(Number((await lookUntilEnd(spans.body['id']))['num_successes']));
  });
});
