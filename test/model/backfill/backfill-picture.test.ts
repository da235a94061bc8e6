import { expect, test } from 'vitest';
import { backfillPicture } from '../../../src/model/backfill/backfill-picture.js';
import { stateTimesOf } from '../../../src/model/backfill/backfill-preview.js';

const at = (startMs: number, endMs: number) => ({ startMs, endMs });

test('each cell says whether its time is proven, to do, partly to do, or left out', () => {
  const marks = backfillPicture(at(0, 60), 6, [at(0, 10), at(25, 30)], [at(10, 20), at(20, 25), at(40, 50)]);
  expect(marks).toEqual(['proven', 'todo', 'partly', 'left-out', 'todo', 'left-out']);
});

test('cells that divide the range into fractions are to do as a whole where all of it is', () => {
  expect(new Set(backfillPicture(at(0, 100), 7, [], [at(0, 33), at(33, 100)]))).toEqual(new Set(['todo']));
});

test('the time of a range is told by state, with what of each is planned', () => {
  const stretches = [
    { ...at(0, 10), state: 'evaluated' as const, runs: 1 },
    { ...at(10, 30), state: null, runs: 0 },
    { ...at(30, 40), state: 'failed' as const, runs: 2 },
  ];
  expect(stateTimesOf(stretches, [at(10, 25), at(30, 40)])).toEqual([
    { state: 'evaluated', ms: 10, plannedMs: 0 },
    { state: 'failed', ms: 10, plannedMs: 10 },
    { state: 'none', ms: 20, plannedMs: 15 },
  ]);
});
