import { learnedPollingOf } from '../../src/model/run/learned-polling.js';
import { DEFAULT_POLL_POLICY, nextPollDelayMs, pollPolicyOf } from '../../src/model/run/polling.js';
import type { LearnedPolling, PollPolicy } from '../../src/model/run/polling.js';
import { seededRandom } from '../../src/statistics/seeded-random.js';

/** Draws how long a run takes, in milliseconds, around a typical duration. */
export type Draw = (typicalMs: number, random: () => number) => number;

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const logNormal =
  (sigma: number): Draw =>
  (typicalMs, random) =>
    typicalMs * Math.exp(sigma * normal(random));

export const DISTRIBUTIONS = {
  narrow: (typicalMs, random) => typicalMs * (1 + 0.05 * normal(random)),
  'log-normal, σ 0.3': logNormal(0.3),
  'log-normal, σ 0.5': logNormal(0.5),
  bimodal: (typicalMs, random) => typicalMs * (random() < 0.6 ? 0.3 : 2) * Math.exp(0.1 * normal(random)),
  exponential: (typicalMs, random) => -typicalMs * Math.log(1 - random()),
  'log-normal, σ 1': logNormal(1),
} satisfies Record<string, Draw>;

export interface Watched {
  /** The mean number of looks, the one at the beginning included. */
  looks: number;
  /** The mean time from the end of a run to the look that sees it, in milliseconds. */
  delayMs: number;
  /** The longest such time, as a share of what the usual rule waits at that age at most. */
  worst: number;
}

/** What it takes to see runs end that are like those before, which took `drift` times as long; and by the usual rule. */
export function compareRules(
  draw: Draw,
  { typicalMs, drift = 1, pastRuns = 40 }: { typicalMs: number; drift?: number; pastRuns?: number },
): { usual: Watched; learned: Watched } {
  const random = seededRandom(14);
  const groups = Array.from({ length: 10 }, () => {
    const past = Array.from({ length: pastRuns }, () => drift * draw(typicalMs, random));
    const runs = Array.from({ length: 200 }, () => draw(typicalMs, random));
    const policy = pollPolicyOf(undefined, { learned: learnedFrom(past) });
    return {
      usual: runs.map((runMs) => watch(DEFAULT_POLL_POLICY, runMs, random)),
      learned: runs.map((runMs) => watch(policy, runMs, random)),
    };
  });
  return {
    usual: meanOf(groups.flatMap(({ usual }) => usual)),
    learned: meanOf(groups.flatMap(({ learned }) => learned)),
  };
}

function learnedFrom(past: readonly number[]): LearnedPolling {
  const learned = learnedPollingOf(past.map(asRun));
  if (learned === null) throw new Error('too few past runs');
  return learned;
}

const BEGUN_MS = Date.parse('2026-11-01T00:00:00Z');

const asRun = (runMs: number, at: number) => ({
  status: 'COMPLETED' as const,
  createdAt: new Date(BEGUN_MS + at).toISOString(),
  runFinishedAt: new Date(BEGUN_MS + at + Math.max(0, runMs)).toISOString(),
});

function watch(policy: PollPolicy, runMs: number, random: () => number): Watched {
  let ageMs = 0;
  let looks = 1;
  let lastMs = 0;
  for (; ageMs < runMs; looks++) {
    lastMs = ageMs;
    ageMs += nextPollDelayMs(policy, ageMs, random());
  }
  const usualMs = nextPollDelayMs(DEFAULT_POLL_POLICY, lastMs, 0.5);
  return { looks, delayMs: ageMs - runMs, worst: (ageMs - runMs) / usualMs };
}

function meanOf(watched: readonly Watched[]): Watched {
  const mean = (of: (each: Watched) => number): number =>
    watched.reduce((sum, each) => sum + of(each), 0) / watched.length;
  return {
    looks: mean(({ looks }) => looks),
    delayMs: mean(({ delayMs }) => delayMs),
    worst: Math.max(...watched.map(({ worst }) => worst)),
  };
}
