import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { CANARY_KEY, countKey } from './canary.js';
import { isFailure } from './is-failure.js';
import { KINDS } from './kinds/index.js';
import { planTrials, type TrialPlan } from './plan-trials.js';
import { runLane } from './run-lane.js';
import { Service } from './service.js';
import { startProductLane, startSite, type Lane, type Site } from './stack.js';
import type { TrialResult } from './trial-result.js';

const SEED = 1;

let folder: string;
let service: Service;
let site: Site;
let lanes: Lane[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ax-tasks-test-'));
  service = await Service.start(CANARY_KEY, SEED);
  site = await startSite(inject('temporalCliPath'), folder, 'short');
  lanes = await Promise.all(
    ['answers', 'kills'].map((name) => startProductLane(name, site, service, folder)),
  );
});
afterAll(async () => {
  await Promise.all(lanes.map((lane) => lane.close()));
  await site.close();
  await service.simulator.close();
  await rm(folder, { recursive: true, force: true });
});

/** One trial of every place to kill a worker, and one of every family of bad answers; those that take minutes are not here. */
function shortPlan(): { readonly kills: TrialPlan[]; readonly answers: TrialPlan[] } {
  const usual = KINDS.filter(({ rare, residual }) => rare === undefined && residual === undefined);
  const plans = planTrials(SEED, 2 * usual.length, usual);
  const firstOf = (lane: string, key: (plan: TrialPlan) => string): TrialPlan[] => {
    const own = plans.filter(({ kind }) => kind.lane === lane);
    return own.filter((plan, at) => own.findIndex((each) => key(each) === key(plan)) === at);
  };
  return {
    kills: firstOf('worker-kill', ({ kind }) => kind.name),
    answers: firstOf('answers', ({ kind }) => kind.family),
  };
}

test('no run is doubled, lost, told wrongly or left behind in the trials of seed 1, with one SIGKILL in them', async () => {
  const { kills, answers } = shortPlan();
  const results: TrialResult[] = [];
  const keep = (result: TrialResult): void => void results.push(result);
  const [count, killed] = [kills.length + answers.length, kills.length];
  const [forAnswers, forKills] = lanes;
  if (forAnswers === undefined || forKills === undefined) throw new Error('a lane is missing');
  await Promise.all([
    runLane('answers', answers, forAnswers, keep),
    runLane('worker-kill', kills, forKills, keep, killed),
  ]);
  expect(results).toHaveLength(count);
  expect(count).toBeGreaterThan(20);
  expect(results.filter(isFailure)).toEqual([]);
  expect(results.filter(({ hasArrived }) => !hasArrived).map(({ plan }) => plan.kind.name)).toEqual([]);
  expect(await countKey(folder, JSON.stringify(results))).toBe(0);
});
