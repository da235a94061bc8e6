import { expect, test } from 'vitest';
import { fenceOf, isBeyondFence, isNewAt } from '../../../src/model/run/fence.js';
import { fencesOf } from '../../../src/model/run/fences.js';
import { run } from '../../support/task-run.js';

const windowOf = (hour: string) => ({
  dataStartTime: `2026-10-01T${hour}:00:00Z`,
  dataEndTime: `2026-10-01T${hour}:30:00Z`,
});

test('the fence of experiments has those runs that do not tell theirs, and takes no older one for an answer', () => {
  const runs = [
    run('told', 4, { experimentId: 'e' }),
    run('silent', 4),
    run('newest', 5, { experimentId: 'f' }),
  ];
  const fence = fencesOf(runs).ofNameless();
  expect(fence.runIds).toEqual(['silent', 'newest']);
  expect(runs.map((each) => isNewAt(each, fence))).toEqual([false, false, false]);
  expect(isNewAt(run('ours', 5), fence)).toBe(true);
  expect(isNewAt(run('told', 4), fenceOf([run('other', 5)]))).toBe(true);
});

test('the fence of windows has their runs however they are written, and takes no older one for an answer', () => {
  const runs = [
    run('other', 4, windowOf('08')),
    run('ours', 4, { dataStartTime: '2026-10-01T11:00:00+02:00', dataEndTime: '2026-10-01T11:30:00+02:00' }),
    run('newest', 5, windowOf('10')),
    run('old', 1, windowOf('09')),
  ];
  const fence = fencesOf(runs).ofWindows([windowOf('09')]);
  expect(fence.runIds).toEqual(['ours', 'newest']);
  expect(runs.map((each) => isNewAt(each, fence))).toEqual([false, false, false, false]);
  expect(isBeyondFence(run('again', 5, windowOf('09')), fence)).toBe(true);
});

test('a task without runs has fences without runs', () => {
  const fences = fencesOf([]);
  const part = { ...fences.whole, isPartial: true };
  expect(fences.whole).toEqual(fenceOf([]));
  expect([fences.ofWindows([windowOf('09')]), fences.ofNameless()]).toEqual([part, part]);
});
