import { expect, test } from 'vitest';
import { planMoments } from './disturb.js';
import { killsOf } from './kills.js';

test('the same seed gives the same moments, in order, with kills of each kind and three orders', () => {
  const moments = planMoments(7, killsOf(6));
  expect(planMoments(7, killsOf(6))).toEqual(moments);
  expect(planMoments(8, killsOf(6))).not.toEqual(moments);
  expect(moments.map(({ share }) => share)).toEqual(moments.map(({ share }) => share).toSorted());
  expect(moments.map(({ what }) => what).toSorted()).toEqual([
    'kill a worker',
    'kill a worker',
    'kill all workers',
    'kill all workers',
    'kill the server',
    'kill the server',
    'pause',
    'resize',
    'resize',
  ]);
});
