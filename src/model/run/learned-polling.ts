import { endedBy, pastDurationsOf } from './durations.js';
import type { PastDurations } from './durations.js';
import { DEFAULT_POLL_POLICY, nextPollDelayMs } from './polling.js';
import type { LearnedPolling, PollPolicy } from './polling.js';

/** If the past misleads, there are at no age of a run more looks than this times those of the usual rule, and two. */
const MOST_LOOKS = 2;

/** Each halves the doubt: so many leave a few percent of it. */
const STEPS = 8;

/** What runs take beyond this is not reckoned with: a look a minute is early enough for them. */
const RECKONED_MS = 24 * 3_600_000;

/** How to look at the next run of a task, by the runs before it; null if they are too few. See `nextPollDelayMs`. */
export function learnedPollingOf(runs: Parameters<typeof pastDurationsOf>[0]): LearnedPolling | null {
  const past = pastDurationsOf(runs);
  return past === null ? null : { ...past, targetDelayMs: leastDelayMs(past) };
}

/** The least target delay with which runs like those before are looked at no more often than by the usual rule. */
function leastDelayMs(past: PastDurations): number {
  const longestMs = Math.min(RECKONED_MS, past.quantilesMs.at(-1) ?? 0);
  const usual = agesOfLooks(DEFAULT_POLL_POLICY, longestMs, Infinity);
  let tooLittleMs = 1;
  let enoughMs = Math.max(1, longestMs);
  for (let step = 0; step < STEPS; step++) {
    const targetDelayMs = Math.sqrt(tooLittleMs * enoughMs);
    if (isAffordable({ ...past, targetDelayMs }, longestMs, usual)) enoughMs = targetDelayMs;
    else tooLittleMs = targetDelayMs;
  }
  return Math.ceil(enoughMs);
}

function isAffordable(learned: LearnedPolling, untilMs: number, usual: readonly number[]): boolean {
  const policy = { ...DEFAULT_POLL_POLICY, learned };
  const ages = agesOfLooks(policy, untilMs, MOST_LOOKS * usual.length + 3);
  const isNeverTooMany = ages.every(
    (ageMs, look) => ageMs >= (usual[Math.max(0, Math.floor(look / MOST_LOOKS) - 1)] ?? Infinity),
  );
  return isNeverTooMany && expectedLooks(learned, ages) <= expectedLooks(learned, usual);
}

function agesOfLooks(policy: PollPolicy, untilMs: number, atMost: number): number[] {
  const ages: number[] = [];
  for (let ageMs = 0; ageMs < untilMs && ages.length < atMost; ageMs += nextPollDelayMs(policy, ageMs, 0.5))
    ages.push(ageMs);
  return ages;
}

const expectedLooks = (past: PastDurations, ages: readonly number[]): number =>
  ages.reduce((sum, ageMs) => sum + 1 - endedBy(past, ageMs), 0);
