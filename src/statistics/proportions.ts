import { withoutNoise } from '../model/base/numbers.js';
import { NORMAL_BOUND_95 } from './distributions.js';

/** Its lower and its upper end. */
export type Interval = [lower: number, upper: number];

/** The 95 % interval of a share, after Wilson: it stays within 0 and 1, and is honest for few samples and rare hits. */
export function shareInterval(hits: number, total: number): Interval {
  const share = hits / total;
  const z2 = NORMAL_BOUND_95 ** 2;
  const centre = (share + z2 / (2 * total)) / (1 + z2 / total);
  const reach =
    (NORMAL_BOUND_95 / (1 + z2 / total)) *
    Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  return [withoutNoise(Math.max(0, centre - reach)), withoutNoise(Math.min(1, centre + reach))];
}

/** Some of a total: the labels that are the one asked for, among all. */
export interface Hits {
  hits: number;
  total: number;
}

/** The 95 % interval of the difference of two shares (`a` minus `b`), after Newcombe: from the Wilson interval of each. */
export function shareDifferenceInterval(a: Hits, b: Hits): Interval {
  const [shareA, shareB] = [a.hits / a.total, b.hits / b.total];
  const [lowA, highA] = shareInterval(a.hits, a.total);
  const [lowB, highB] = shareInterval(b.hits, b.total);
  const difference = shareA - shareB;
  return [
    withoutNoise(difference - Math.hypot(shareA - lowA, highB - shareB)),
    withoutNoise(difference + Math.hypot(highA - shareA, shareB - lowB)),
  ];
}
