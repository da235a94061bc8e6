import { MockActivityEnvironment } from '@temporalio/testing';
import { afterEach, expect, test } from 'vitest';
import type { Activities } from '../../src/activities/index.js';
import type { RunRef } from '../../src/model/api/requests.js';
import type { TaskRun } from '../../src/model/api/task-run.js';
import { startActivityRig } from '../support/activity-rig.js';
import type { ActivityRig } from '../support/activity-rig.js';

let rig: ActivityRig | null = null;
afterEach(() => rig?.stop());

/** A service with a task, and so many of its runs, of which the first `ended` have ended. */
async function startRuns(count: number, ended: number): Promise<{ rig: ActivityRig; runs: TaskRun[] }> {
  rig = await startActivityRig();
  rig.simulator.addBehaviour({ stuckAt: 'RUNNING', times: count });
  const runs: TaskRun[] = [];
  for (let nth = 0; nth < count; nth++)
    runs.push(
      await rig.ax.triggerRun({
        ...{ task: 'fresh-relevance', space: 'research' },
        dataStartTime: `2026-10-01T${String(nth).padStart(2, '0')}:00:00Z`,
        dataEndTime: `2026-10-01T${String(nth).padStart(2, '0')}:30:00Z`,
      }),
    );
  for (const { id } of runs.slice(0, ended)) await rig.ax.cancelRun({ runId: id });
  return { rig, runs };
}

const seen = ({ activities }: ActivityRig, runs: readonly TaskRun[]): Promise<TaskRun[]> => {
  const see = ({ id: runId }: TaskRun) =>
    new MockActivityEnvironment().run<[RunRef], TaskRun, Activities['seeRun']>(activities.seeRun, { runId });
  return Promise.all(runs.map(see));
};

const requestsOf = ({ simulator }: ActivityRig) => {
  const paths = simulator.journal().requests.flatMap(({ method, path }) => (method === 'GET' ? [path] : []));
  const isGet = (path: string): boolean => /\/task-runs\//.test(path);
  return { gets: paths.filter(isGet).length, pages: paths.filter((path) => /\/runs$/.test(path)).length };
};

test('few runs that are waited for are each asked for', async () => {
  const { rig, runs } = await startRuns(5, 0);
  expect((await seen(rig, runs)).map(({ id }) => id)).toEqual(runs.map(({ id }) => id));
  expect(requestsOf(rig)).toEqual({ gets: 5, pages: 0 });
});

test('of many runs of a task that are waited for at once, a page of its list tells which are active', async () => {
  const { rig, runs } = await startRuns(20, 0);
  await seen(rig, runs.slice(0, 7));
  const rest = runs.slice(7);
  expect((await seen(rig, rest)).map(({ id, status }) => [id, status])).toEqual(
    rest.map(({ id }) => [id, 'RUNNING']),
  );
  expect(requestsOf(rig)).toEqual({ gets: 7, pages: 1 });
});

test('that a run has ended is believed only from the run itself', async () => {
  const { rig, runs } = await startRuns(12, 12);
  await seen(rig, runs.slice(0, 7));
  expect((await seen(rig, runs.slice(7))).map(({ status }) => status)).toEqual(Array(5).fill('CANCELLED'));
  expect(requestsOf(rig)).toEqual({ gets: 12, pages: 1 });
});

test('a list that is refused costs no run its look', async () => {
  const { rig, runs } = await startRuns(12, 0);
  await seen(rig, runs.slice(0, 7));
  const answer = { kind: 'respond', status: 403, body: { status: 403, title: 'Refused' } } as const;
  rig.simulator.addFault({ match: { method: 'GET', path: '/v2/tasks/*/runs' }, answer, times: 'always' });
  expect((await seen(rig, runs.slice(7))).map(({ id }) => id)).toEqual(runs.slice(7).map(({ id }) => id));
  expect(requestsOf(rig).gets).toBe(12);
});
