import { expect, test } from 'vitest';
import { gatherForMs, newPace, paceAfter } from '../../../src/model/base/pace.js';

const paceOf = (eachMs: number) => paceAfter(newPace(0), 100, 100 * eachMs);

test('the pace is measured over eight ends at least, and anew after each measurement', () => {
  const first = newPace(1000);
  expect(paceAfter(first, 7, 5000)).toEqual(first);
  const measured = paceAfter(first, 10, 6000);
  expect(measured).toEqual({ eachMs: 500, sinceMs: 6000, ended: 10 });
  expect(paceAfter(measured, 30, 8000).eachMs).toBe(100);
});

test('a workflow task is kept open for an eighth of the time that a child takes', () => {
  expect(gatherForMs(paceOf(100), 50, 0)).toBe(625);
  expect(gatherForMs(paceOf(100), 16, 0)).toBe(200);
});

test('it is kept open for half a second while no child has ended, and for a second at most', () => {
  expect(gatherForMs(newPace(0), 50, 0)).toBe(500);
  expect(gatherForMs(paceOf(60_000), 50, 0)).toBe(1000);
});

test('it is not kept open if the one before began that long ago', () => {
  expect(gatherForMs(newPace(0), 50, 200)).toBe(300);
  expect(gatherForMs(newPace(0), 50, 480)).toBe(0);
  expect(gatherForMs(newPace(0), 50, 60_000)).toBe(0);
});
