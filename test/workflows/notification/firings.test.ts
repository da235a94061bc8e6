import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ScheduledPipeline } from '../../../src/model/schedule/schedule.js';
import { keptReceivers } from '../../support/kept-receivers.js';
import { until } from '../../support/until.js';
import { startWorkflowRig } from '../../support/workflow-rig.js';
import type { WorkflowRig } from '../../support/workflow-rig.js';
import { endOf, hourAt, hourlySchedule, nominal } from '../schedules/firings.js';
import { TEAM, factsIn, noticesOf, titlesOf } from './notices-of.js';

let rig: WorkflowRig;
const receivers = keptReceivers(['team', 'on-call']);
beforeAll(async () => {
  const recordCoverage = (): Promise<null> => Promise.resolve(null);
  rig = await startWorkflowRig({ realTime: true, receivers, activities: { recordCoverage } });
});
afterEach(() => {
  rig.simulator.reset();
  receivers.sent = [];
});
afterAll(() => rig.stop());

/** What receivers got of these workflows: deliveries of the tests before may still come. */
const sentBy = (...workflowIds: string[]) =>
  receivers.sent.filter(({ notice }) => workflowIds.includes(notice.subject.workflowId));

const PIPELINE = `version: 1
name: quality
space: research
notify: [on-call]
steps:
  - { id: sign, approval: { message: Go on?, timeout: 1s, onTimeout: reject } }
`;

const pipeline: ScheduledPipeline = {
  kind: 'pipeline',
  name: 'quality',
  text: PIPELINE,
  fileName: 'p.yaml',
  variables: {},
  inputs: {},
  windowInputs: null,
};

test('a firing that fails is told of once, the next one as recovered, and the one after that not at all', async () => {
  const schedule = await hourlySchedule(rig, 'recovering', { window: nominal(), notify: TEAM });
  rig.simulator.addBehaviour({ outcome: 'failed', looks: 1 });
  rig.simulator.addBehaviour({ looks: 1, times: 'always' });
  const told: string[][] = [];
  for (const hour of [6, 7, 8]) {
    const firing = await schedule.fire(hour);
    await endOf(firing);
    told.push(titlesOf(await noticesOf(firing)));
    if (hour === 7) {
      const [recovered] = await noticesOf(firing);
      expect(recovered && factsIn(recovered)).toMatchObject({ 'failed before': hourAt(6) });
    }
  }
  expect(told).toEqual([
    [`failed: Schedule recovering: its firing of ${hourAt(6)} failed`],
    [`recovered: Schedule recovering recovered: its firing of ${hourAt(7)} ended well`],
    [],
  ]);
});

test('a fired pipeline tells what is wanted of people, and its firing how it ended, by the rules of the schedule', async () => {
  const schedule = await hourlySchedule(rig, 'signed', { work: pipeline, notify: TEAM });
  const firing = await schedule.fire(6);
  const { result } = await endOf(firing);
  const [window] = result.windows;
  const child = rig.env.client.workflow.getHandle(window?.workflowId ?? '');
  expect(titlesOf(await noticesOf(child))).toEqual([
    'approval-wanted: Pipeline quality waits for approval of step sign',
  ]);
  expect(titlesOf(await noticesOf(firing))).toEqual([
    `failed: Schedule signed: its firing of ${hourAt(6)} failed`,
  ]);
  const ids = [child.workflowId, firing.workflowId];
  await until(() => sentBy(...ids).length === 2);
  expect(new Set(sentBy(...ids).map(({ to }) => to))).toEqual(new Set(['team']));
});

test('without rules of the schedule those of the pipeline count', async () => {
  const schedule = await hourlySchedule(rig, 'by-its-pipeline', { work: pipeline });
  const firing = await schedule.fire(6);
  await endOf(firing);
  const [notice] = await noticesOf(firing);
  expect(notice?.kind).toBe('failed');
  await until(() => sentBy(firing.workflowId).length === 1);
  expect(sentBy(firing.workflowId)[0]?.to).toBe('on-call');
});
