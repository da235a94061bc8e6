import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bearsMark,
  byAge,
  certainOf,
  fenceOf,
  isBeyondFence,
  isNewestFirst,
  onlyMaker,
} from '../../../src/model/run/fence.js';
import type { Candidate, RunMark } from '../../../src/model/run/fence.js';
import { at, run } from '../../support/task-run.js';

describe('the fence', () => {
  test('leaves no run that it was made of beyond it, in whatever order they came', () => {
    const minutes = fc.array(fc.nat(60), { maxLength: 20 });
    fc.assert(
      fc.property(minutes, (times) => {
        const runs = times.map((minute, i) => run(`r${i}`, minute));
        const fence = fenceOf(runs);
        expect(runs.filter((each) => isBeyondFence(each, fence))).toEqual([]);
      }),
    );
  });

  test('of a task without runs lets every run be ours', () => {
    expect(isBeyondFence(run('a', 0), fenceOf([]))).toBe(true);
  });

  test('takes a run of the same instant that it did not see for beyond it', () => {
    const fence = fenceOf([run('a', 5)]);
    expect(isBeyondFence(run('b', 5), fence)).toBe(true);
    expect(isBeyondFence(run('c', 3), fence)).toBe(false);
  });

  test('takes a run that is later than all it was made of for beyond it, whatever its ID', () => {
    const fence = fenceOf([run('a', 4), run('b', 5)]);
    expect([run('a', 4), run('a', 6), run('b', 5)].map((each) => isBeyondFence(each, fence))).toEqual([
      ...[false, true, false],
    ]);
  });

  test('bears clocks of the service that differ by less than a minute', () => {
    const fence = fenceOf([run('a', 5)]);
    const slow = { ...run('b', 5), createdAt: new Date(Date.parse(at(5)) - 59_000).toISOString() };
    expect(isBeyondFence(slow, fence)).toBe(true);
    expect(isBeyondFence(slow, fenceOf([run('a', 5), slow]))).toBe(false);
  });
});

describe('bearsMark', () => {
  const window = { dataStartTime: at(0), dataEndTime: at(10) };
  const windowMark: RunMark = { taskId: 'task', window, experimentName: null, datasetId: null };
  const experimentMark: RunMark = { taskId: 'task', window: null, experimentName: 'exp', datasetId: 'ds' };

  test('knows our window in another notation', () => {
    const ours = run('a', 0, { dataStartTime: '2026-11-01T01:00:00+01:00', dataEndTime: at(10) });
    expect(bearsMark(ours, windowMark, [])).toBe(true);
  });

  test('refuses another window, no window and another task', () => {
    expect(bearsMark(run('a', 0, { ...window, dataEndTime: at(11) }), windowMark, [])).toBe(false);
    expect(bearsMark(run('a', 0), windowMark, [])).toBe(false);
    expect(bearsMark(run('a', 0, { ...window, taskId: 'other' }), windowMark, [])).toBe(false);
  });

  test('knows an experiment run by the experiments of our name', () => {
    expect(bearsMark(run('a', 0, { experimentId: 'e1' }), experimentMark, ['e1'])).toBe(true);
    expect(bearsMark(run('a', 0, { experimentId: 'e2' }), experimentMark, ['e1'])).toBe(false);
  });

  test('lets a run whose experiment is not told be ours', () => {
    expect(bearsMark(run('a', 0), experimentMark, [])).toBe(true);
    expect(bearsMark(run('a', 0, { status: 'FAILED' }), experimentMark, [])).toBe(true);
  });
});

describe('a run that does not tell its experiment', () => {
  const candidate = (runId: string, isCertain = false): Candidate => ({
    runId,
    createdAt: at(0),
    status: 'PENDING',
    experimentId: null,
    isCertain,
  });
  const seen = (candidates: Candidate[], experimentIds: string[]) => ({
    candidates,
    experimentIds,
    readBy: '',
  });

  test('is not known to be ours', () => {
    expect(certainOf(seen([candidate('a'), candidate('b', true)], []))).toEqual([candidate('b', true)]);
  });

  test('must be ours when no other can have made the experiment of our name', () => {
    expect(onlyMaker(seen([candidate('a')], ['e1']), false)).toHaveLength(1);
    expect(onlyMaker(seen([candidate('a')], []), true)).toHaveLength(1);
  });

  test('need not be ours beside another, or where nothing of our name was made', () => {
    expect(onlyMaker(seen([candidate('a'), candidate('b')], ['e1']), true)).toEqual([]);
    expect(onlyMaker(seen([candidate('a')], []), false)).toEqual([]);
  });
});

test('byAge puts the oldest first', () => {
  const candidate = (runId: string, minute: number) => ({
    runId,
    createdAt: at(minute),
    status: 'PENDING',
    experimentId: null,
    isCertain: true,
  });
  const sorted = byAge([candidate('c', 3), candidate('b', 1), candidate('a', 1)]);
  expect(sorted.map(({ runId }) => runId)).toEqual(['a', 'b', 'c']);
});

test('isNewestFirst tells a list in order from one that is not', () => {
  expect(isNewestFirst([run('a', 3), run('b', 3), run('c', 1)])).toBe(true);
  expect(isNewestFirst([run('a', 1), run('b', 3)])).toBe(false);
  expect(isNewestFirst([])).toBe(true);
});
