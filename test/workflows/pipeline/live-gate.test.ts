import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GateCheck } from '../../../src/model/gate/gate.js';
import type { Step } from '../../../src/model/pipeline/plan.js';
import { step } from '../../support/step.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { plan, run, stepOf } from './pipelines.js';

let rig: WorkflowRig;
beforeAll(async () => {
  // A server that skips time skips to the end of the ledger.
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

const HOUR_MS = 60 * 60 * 1000;
const START_MS = Date.parse('2026-09-10T00:00:00.000Z');
const hour = (offset: number) => ({
  startMs: START_MS + offset * HOUR_MS,
  endMs: START_MS + (offset + 1) * HOUR_MS,
});
const startOf = (offset: number): string => new Date(hour(offset).startMs).toISOString();
const evaluation = (id: string, offset: number, more: Partial<Step> = {}): Step =>
  step(id, {
    ...{ task: 'fresh-relevance', space: 'research', pollIntervalMs: 1000 },
    trigger: { dataStartTime: startOf(offset), dataEndTime: startOf(offset + 1) },
    ...more,
  });

/** The scores that were written in an hour, as the service recorded it. */
const scoresIn = (offset: number): number[] =>
  rig.simulator
    .spans('support-bot', hour(offset).startMs, hour(offset).endMs)
    .flatMap(({ evaluations }) =>
      evaluations.flatMap(({ name, score }) => (name === 'relevance' ? [Number(score)] : [])),
    );

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** When the windows begin whose spans were searched. */
const searches = (): unknown[] =>
  rig.simulator
    .journal()
    .requests.flatMap(({ path, body }) =>
      path === '/v2/spans' ? [(body as { start_time?: unknown }).start_time] : [],
    );

const KEPT = [-1, -2, -3, -4, -5, -6, -7];
const trailing = (windows: number) => ({ kind: 'trailing', windows }) as const;

test('a gate reads its own window and those that are not kept, and the others from the ledger', async () => {
  rig.simulator.setScores({ evaluation: 'relevance', scores: [0.7, 0.8, 0.9], labels: ['good', 'bad'] });
  const before = KEPT.map((offset) => evaluation(`hour${offset}`, offset));
  await run(rig, plan([...before, evaluation('unkept', -8, { quality: false })]));
  const checks: Partial<GateCheck>[] = [
    { evaluation: 'relevance', baseline: trailing(7), outsideControlLimits: 3 },
    { evaluation: 'relevance', measure: 'labelDrift', baseline: trailing(7), max: 1 },
    { evaluation: 'relevance', baseline: trailing(8), maxDrop: 1 },
    { measure: 'agreement', between: ['relevance', 'annotation.relevance'], onNoEvidence: 'pass' },
  ];
  const gate = { checks: checks.map((each): GateCheck => ({ measure: 'meanScore', of: ['now'], ...each })) };
  const searchedBefore = searches().length;
  const { gate: judged } = stepOf(
    await run(rig, plan([evaluation('now', 0, { gate, quality: false })])),
    'now',
  );
  const [mean, drift, longer] = judged?.checks ?? [];

  expect([mean?.value, mean?.samples]).toEqual([expect.closeTo(meanOf(scoresIn(0)), 9), scoresIn(0).length]);
  expect(mean?.baseline?.value).toBeCloseTo(meanOf(KEPT.map((offset) => meanOf(scoresIn(offset)))), 9);
  expect(mean?.baseline?.control?.windows).toBe(7);
  const windows = mean?.baseline?.source.windows ?? [];
  expect(windows.map(({ requests, attributedBy, samples }) => [requests, attributedBy, samples])).toEqual(
    KEPT.map((offset) => [0, 'run', scoresIn(offset).length]),
  );
  expect(windows.map(({ kept }) => kept?.runIds.length)).toEqual(KEPT.map(() => 1));
  expect(mean?.reason).toContain('(baseline: from the ledger of quality)');
  expect(drift?.baseline?.samples).toBe(KEPT.flatMap(scoresIn).length);

  expect(new Set(searches().slice(searchedBefore))).toEqual(new Set([startOf(0), startOf(-8)]));
  const unkept = longer?.baseline?.source.windows?.at(-1);
  expect([unkept?.kept, unkept?.value]).toEqual([undefined, expect.closeTo(meanOf(scoresIn(-8)), 9)]);
  expect(longer?.reason).toContain('(baseline: 7 of 8 windows from the ledger of quality)');
});
