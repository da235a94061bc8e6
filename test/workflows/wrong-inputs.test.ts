import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_BACKFILL_OPTIONS } from '../../src/model/backfill/default-backfill-options.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import * as workflows from '../../src/workflows/index.js';
import { startWorkflowRig } from '../support/workflow-rig.js';
import type { WorkflowRig } from '../support/workflow-rig.js';

const RUN_ID = 'VGFza1J1bjoxOmFiY2Q=';
const TASK_ID = 'T25saW5lVGFzazoxOmFiY2Q=';
const WINDOW = { dataStartTime: '2026-11-01T00:00:00.000Z', dataEndTime: '2026-11-02T00:00:00.000Z' };

const task = {
  id: TASK_ID,
  name: 't',
  type: 'CODE_EVALUATION',
  projectId: 'p',
  datasetId: null,
  lastRunAt: null,
};
const step = { id: 'a', needs: [], experimentsFrom: [], task: 't', space: 's', trigger: {} };
const plan = { version: 1, name: 'p', labels: {}, steps: [step] };
const definition = { name: 't', type: 'CODE_EVALUATION', project: 'p', space: 's', evaluators: [] };
const scheduled = { kind: 'task', task: 't', space: 's', trigger: {}, tolerance: {}, wait: {} };
const backfill = {
  task: { id: TASK_ID, name: 't' },
  evaluators: '',
  range: WINDOW,
  timeZone: 'UTC',
  slice: '1d',
  windows: [{ startMs: Date.parse(WINDOW.dataStartTime), lengths: [[86_400_000, 1]] }],
  maxSpans: null,
  overrideEvaluations: false,
  options: DEFAULT_BACKFILL_OPTIONS,
};

const notice = {
  id: '1-failed',
  kind: 'failed',
  at: '2026-11-01T00:00:00.000Z',
  subject: { kind: 'run', name: 't', workflowId: 'w', runId: 'r', namespace: 'default' },
  title: 'Run t failed',
  evidence: [{ name: 'errors', value: '3' }],
};

type WorkflowName = keyof typeof workflows;

/** An input that each workflow takes; no workflow takes {}, null, a text, or no input at all. */
const RIGHT: Record<WorkflowName, Record<string, unknown>> = {
  runTask: { intent: { task: 't', space: 's', trigger: {} }, wait: {} },
  waitForRun: { runId: RUN_ID, wait: {} },
  runPipeline: { plan },
  runFanOut: {
    pipeline: { name: 'p', workflowId: 'w', rerunOf: null },
    step: { ...step, fanOut: { items: [], limit: 1, onConflict: 'wait' } },
    scope: {},
    experimentIds: [],
    deadlineMs: null,
    attemptsBefore: 0,
    kept: [],
  },
  ensureTask: { definition },
  sweepRuns: { action: 'report' },
  runBackfill: { plan: backfill },
  keepBackfills: { taskId: TASK_ID },
  watchTask: { taskId: TASK_ID },
  triggerWindows: {
    task,
    windows: [
      {
        fields: WINDOW,
        mark: { taskId: TASK_ID, window: WINDOW, experimentName: null, datasetId: null },
        isCareful: false,
      },
    ],
    settleMs: 1,
    onAmbiguous: 'retry',
    readMs: 0,
    fence: { newestCreatedAt: null, runIds: [], readBy: 'x', reopened: null },
  },
  holdTurn: { holder: 'w' },
  keepCoverage: { taskId: TASK_ID },
  keepCoverageMonth: { taskId: TASK_ID, month: '2026-11' },
  keepQualityMonth: { taskId: TASK_ID, month: '2026-11' },
  runFiring: { schedule: 's', window: null, settle: null, work: scheduled },
  keepWatermark: { provenMs: 0 },
  deliverNotice: { notice, to: ['ops'] },
  taskOperation: { verb: 'getTask', request: { task: 't' } },
};

type Wrong = [workflow: WorkflowName, path: string, value: unknown];

const WRONG: Wrong[] = [
  ['runTask', 'intent.task', 7],
  ['runTask', 'intent.trigger.data_start_time', WINDOW.dataStartTime],
  ['runTask', 'intent.trigger.dataStartTime', '2026-11-01'],
  ['runTask', 'intent.trigger.maxSpans', '100'],
  ['runTask', 'wait', undefined],
  ['runTask', 'wait.timeoutMs', 0],
  ['runTask', 'wait.timeoutMs', -1],
  ['runTask', 'wait.timeoutMs', Number.NaN],
  ['runTask', 'wait.timeoutMs', 'x'],
  ['runTask', 'wait.timeoutMs', 1e15],
  ['runTask', 'wait.pollIntervalMs', 0],
  ['runTask', 'wait.pollIntervalMs', -5],
  ['runTask', 'wait.pollIntervalMs', 'x'],
  ['runTask', 'wait.onTimeout', 'kill'],
  ['runTask', 'tolerance.maxErrorShare', 5],
  ['runTask', 'settleMs', '15s'],
  ['runTask', 'onAmbiguous', 'maybe'],
  ['runTask', 'onNameTaken', 'maybe'],
  ['runTask', 'shareDataset', 'yes'],
  ['runTask', 'notify', 'team'],
  ['runTask', 'notify', [{ to: 'https://hooks.example.com/T0' }]],
  ['holdTurn', 'holder', 7],
  ['runTask', 'resume', 'yes'],
  ['waitForRun', 'runId', 'no such id'],
  ['waitForRun', 'wait', null],
  ['waitForRun', 'wait.timeoutMs', 0],
  ['waitForRun', 'wait.timeoutMs', -1],
  ['waitForRun', 'wait.timeoutMs', null],
  ['waitForRun', 'wait.pollIntervalMs', 0],
  ['waitForRun', 'wait.pollIntervalMs', -5],
  ['waitForRun', 'onCancel', 'leave'],
  ['waitForRun', 'notify', [{ to: 'team', on: [] }]],
  ['runPipeline', 'plan', 'pipeline.yaml'],
  ['runPipeline', 'plan.version', 2],
  ['runPipeline', 'plan.steps', []],
  ['runPipeline', 'plan.steps', [{ ...step, id: 'a/b' }]],
  ['runPipeline', 'plan.steps', [{ ...step, timeoutMs: 0 }]],
  ['runPipeline', 'plan.steps', [{ ...step, needs: ['b'] }]],
  ['runPipeline', 'plan.steps', [{ ...step, needs: ['a'] }]],
  ['runPipeline', 'plan.steps', [step, step]],
  ['runPipeline', 'plan.timeoutMs', 0],
  ['runPipeline', 'plan.notify', [{ to: 'team', on: ['broken'] }]],
  ['runPipeline', 'rerun', { kept: [] }],
  ['runFanOut', 'step.fanOut.limit', 0],
  ['runFanOut', 'deadlineMs', 'tomorrow'],
  ['runFanOut', 'pipeline.rerunOf', 7],
  ['ensureTask', 'definition.type', 'OTHER'],
  ['ensureTask', 'definition.evaluators', [{ name: 'x' }]],
  ['sweepRuns', 'action', 'delete'],
  ['sweepRuns', 'graceMs', -1],
  ['sweepRuns', 'onlyRuns', ['no such id']],
  ['runBackfill', 'plan.windows', [{ startMs: 'x', lengths: [] }]],
  ['runBackfill', 'plan.options.limit', 0],
  ['runBackfill', 'plan.options.wait.timeoutMs', 0],
  ['runBackfill', 'plan.options.wait.pollIntervalMs', 'x'],
  ['runBackfill', 'notify', [{ name: 'team' }]],
  ['keepBackfills', 'taskId', 7],
  ['watchTask', 'taskId', 7],
  ['triggerWindows', 'windows.0.mark.taskId', ''],
  ['triggerWindows', 'settleMs', null],
  ['deliverNotice', 'notice.kind', 'shouted'],
  ['deliverNotice', 'notice.id', 'a\r\nb'],
  ['deliverNotice', 'notice.at', 'yesterday'],
  ['deliverNotice', 'notice.title', 'x'.repeat(301)],
  ['deliverNotice', 'notice.evidence', [{ name: 'a', value: 'x'.repeat(301) }]],
  ['deliverNotice', 'notice.subject.kind', 'task'],
  ['deliverNotice', 'to', ['no name']],
  ['deliverNotice', 'to', undefined],
  ['keepCoverage', 'taskId', 7],
  ['keepCoverageMonth', 'month', '2026-13'],
  ['keepQualityMonth', 'month', '2026-13'],
  ['runFiring', 'window', { mode: 'sliding' }],
  ['runFiring', 'work.kind', 'shell'],
  ['runFiring', 'work.wait.timeoutMs', 0],
  ['runFiring', 'notify', { to: 'team' }],
  ['keepWatermark', 'provenMs', '2026-11-01'],
  ['taskOperation', 'verb', 'triggerRun'],
  ['taskOperation', 'request', { name: 't' }],
];

function withValue(input: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const [name = '', ...rest] = path.split('.');
  const inner = (input[name] ?? {}) as Record<string, unknown>;
  return { ...input, [name]: rest.length === 0 ? value : withValue(inner, rest.join('.'), value) };
}

let rig: WorkflowRig;

beforeAll(async () => {
  rig = await startWorkflowRig({ realTime: true });
});
afterAll(() => rig.stop());

/** As a program in another language starts it: nothing but a name and JSON. */
async function problemOf(workflow: string, args: unknown[]): Promise<string> {
  const options = { taskQueue: 'test', workflowId: randomUUID(), args };
  const handle = await rig.env.client.workflow.start(workflow, options);
  const error: unknown = await handle.result().catch((reason: unknown) => reason);
  const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
  expect(cause, `${workflow} ${JSON.stringify(args)}`).toMatchObject({
    type: 'InvalidInput',
    nonRetryable: true,
  });
  return cause?.message ?? '';
}

const NO_INPUTS: [string, unknown[]][] = [
  ['{}', [{}]],
  ['null', [null]],
  ['a text', ['x']],
  ['a list', [[1]]],
  ['no argument', []],
];

describe('started with a wrong input, a workflow fails as InvalidInput and sends nothing', () => {
  test('whatever the workflow: each export has an entry here', () => {
    expect(Object.keys(workflows).sort()).toEqual(Object.keys(RIGHT).sort());
    expect(Object.keys(WORKFLOWS).sort()).toEqual(Object.keys(RIGHT).sort());
    expect([...new Set(WRONG.map(([workflow]) => workflow))].sort()).toEqual(Object.keys(RIGHT).sort());
  });

  test.concurrent.each(Object.keys(RIGHT))('%s, if there is nothing in it', async (workflow) => {
    for (const [, args] of NO_INPUTS)
      expect(await problemOf(workflow, args)).toMatch(/: input[.\w]*: expected .*, got .*nothing was sent/);
  });

  test.concurrent.each(WRONG)('%s, if %s is %j', async (workflow, path, value) => {
    const message = await problemOf(workflow, [withValue(RIGHT[workflow], path, value)]);
    expect(message).toContain(`: input.${path.split('.')[0]}`);
  });
});

test('none of these reached Arize AX', () => {
  expect(rig.simulator.journal().requests).toEqual([]);
});
