import { expect, test } from 'vitest';
import type { Standing } from '../../../src/model/sweep/orphans.js';
import { listedOrphans, orphansLeft, settled, sweepResult, tasksOf } from '../../../src/model/sweep/sweep.js';
import type { SortedRun } from '../../../src/model/sweep/sweep.js';

const sighting = (runId: string, standing: Standing = 'orphan', taskId = 'T1'): SortedRun => ({
  runId,
  task: { id: taskId, name: 'Relevance', isContinuous: false },
  status: 'RUNNING',
  createdAt: '2026-11-21T12:00:00Z',
  createdByUserId: 'us',
  standing,
  why: '',
});

test('an orphan is one in both looks: one that was found, or that has ended, is none', () => {
  const first = [sighting('A'), sighting('B'), sighting('C'), sighting('L', 'left')];
  const second = [sighting('A'), sighting('B', 'owned'), sighting('new')];
  expect(settled(first, second).map(({ runId, standing }) => [runId, standing])).toEqual([
    ['A', 'orphan'],
    ['B', 'owned'],
    ['L', 'left'],
  ]);
});

test('a suspect whose task the second look did not find is unknown, not ended', () => {
  const { task } = sighting('A');
  expect(settled([sighting('A')], [], [task])).toMatchObject([{ runId: 'A', standing: 'unknown' }]);
});

test('a task of several suspects is looked at once', () => {
  const suspects = [sighting('A'), sighting('B'), sighting('C', 'orphan', 'T2')];
  expect(tasksOf(suspects).map(({ id }) => id)).toEqual(['T1', 'T2']);
});

test('lists are cut, and the counts tell of all', () => {
  const many = Array.from({ length: 500 }, (_, at) => sighting(`R${at}`));
  const { toDeal, rest } = listedOrphans(many, undefined);
  const result = sweepResult(
    { tasks: 1, unread: [] },
    many,
    [...toDeal, ...rest].map((run) => ({ ...run, did: 'cancelled' as const })),
  );
  expect(result.orphans).toHaveLength(200);
  expect(result.counts.orphans).toBe(500);
  expect(orphansLeft(result)).toBe(300);
});

test('only the runs that were named are dealt with', () => {
  const { toDeal, rest } = listedOrphans([sighting('A'), sighting('B')], ['B', 'gone']);
  expect([toDeal, rest].map((runs) => runs.map(({ runId }) => runId))).toEqual([['B'], ['A']]);
});
