import { Client } from '@temporalio/client';
import type { WorkflowHandleWithFirstExecutionRunId } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActivities } from '../../src/activities/index.js';
import type { Activities } from '../../src/activities/index.js';
import { AxClient } from '../../src/ax/index.js';
import { createWorker } from '../../src/create-worker.js';
import type { Baseline, GateCheck, GateRequest } from '../../src/model/gate/gate.js';
import type { GateResult } from '../../src/model/gate/evidence.js';
import { pipelineWorkflowId } from '../../src/model/temporal/names.js';
import type { PipelineResult } from '../../src/model/pipeline/results.js';
import { startSimulator } from '../../src/simulator/index.js';
import type { RunBehaviour, Simulator } from '../../src/simulator/index.js';
import { clientDataConverter } from '../../src/temporal/encryption/data-converters.js';
import { newKeyLine, readKeyLine } from '../../src/temporal/encryption/encryption-key.js';
import type { runPipeline } from '../../src/workflows/index.js';
import { createLocalEnv, createTimeSkippingEnv } from '../support/servers.js';
import { step } from '../support/step.js';
import { until } from '../support/until.js';

const BUNDLE = fileURLToPath(new URL('../../dist/workflow-bundle.encrypted.js', import.meta.url));
const NAME = 'release gate';
const taskQueue = 'test';

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
});

let env: TestWorkflowEnvironment;
let simulator: Simulator;
let ax: AxClient;
let worker: Worker;
let running: Promise<void>;
let client: Client;

/** A pipeline that ran, and the experiment that it made. */
interface Ran {
  executionId: string;
  workflowId: string;
  runId: string;
  experimentId: string;
}
let first: Ran;
let second: Ran;

// A worker that encrypts: what it reads of earlier pipelines is encrypted too.
beforeAll(async () => {
  env = await createLocalEnv();
  simulator = await startSimulator({ advance: { by: 'looks', looks: 1 } });
  ax = new AxClient({ baseUrl: simulator.baseUrl, apiKey: simulator.apiKey, preReleaseWarning: false });
  const key = readKeyLine(newKeyLine('one'));
  const encryptionKeys = key === null ? [] : [key];
  const namespace = env.namespace ?? 'default';
  const dataConverter = clientDataConverter(encryptionKeys);
  client = new Client({ connection: env.connection, namespace, dataConverter });
  const workflows = { workflowBundle: { codePath: BUNDLE } };
  const { nativeConnection: connection } = env;
  worker = await createWorker({ connection, namespace, taskQueue, ax, workflows, encryptionKeys });
  running = worker.run();
  first = await run('1', 0.9);
  second = await run('2', 0.8);
  await run('3', 0.1, { errors: 3 });
  await run('4', 0.2, {}, 'release-gate');
  await until(
    async () =>
      (await client.workflow.count(`ExecutionStatus = 'Completed' AND WorkflowType = 'runPipeline'`))
        .count === 4,
  );
});
afterAll(async () => {
  worker.shutdown();
  await running;
  await ax.close();
  await simulator.close();
  await env.teardown();
});

/** Runs a pipeline of one experiment, whose runs then bear this score. */
async function run(print: string, score: number, behaviour: RunBehaviour = {}, name = NAME): Promise<Ran> {
  simulator.addBehaviour(behaviour);
  const experimentName = `experiment-${print}`;
  const steps = [step('answer', { task: 'generate-answers', trigger: { experimentName } })];
  const handle: WorkflowHandleWithFirstExecutionRunId<typeof runPipeline> = await client.workflow.start(
    'runPipeline',
    {
      taskQueue,
      workflowId: pipelineWorkflowId(name, print),
      args: [{ plan: { version: 1, name, labels: {}, steps } }],
    },
  );
  const result: PipelineResult = await handle.result();
  const { runId = null, experimentId = null } = result.steps[0]?.result ?? {};
  simulator.setScores({ experiment: experimentName, evaluation: 'quality', scores: [score] });
  const { workflowId, firstExecutionRunId: executionId } = handle;
  return { workflowId, executionId, runId: runId ?? '', experimentId: experimentId ?? '' };
}

const previous: Baseline = { kind: 'previous' };
const check = (of = 'answer'): GateCheck => ({
  measure: 'meanScore',
  of: [of],
  evaluation: 'quality',
  baseline: previous,
  maxDrop: 0.05,
});

/** Asks for a gate on an experiment of ours, unless the step is another one. */
async function request(more: Partial<Ran> = {}, of = 'answer'): Promise<GateRequest> {
  const { id } = await ax.resolveExperiment({ experiment: 'candidate-v2', space: 'research' });
  simulator.setScores({ experiment: id, evaluation: 'quality', scores: [0.76] });
  const { executionId = 'ours', runId = 'run-of-ours', experimentId = id } = more;
  const counts = { successes: 24, errors: 0, skipped: 0 };
  return {
    gate: { checks: [check(of)] },
    pipeline: { name: NAME, workflowId: pipelineWorkflowId(NAME, '9'), executionId },
    steps: [{ of, ...counts, runIds: [runId], experimentIds: [experimentId] }],
    conditions: {},
  };
}

async function judge(asked: GateRequest, through = client) {
  const { judgeGate } = createActivities({ ax });
  const activity = new MockActivityEnvironment({}, { client: through });
  const { checks } = await activity.run<[GateRequest], GateResult, Activities['judgeGate']>(judgeGate, asked);
  return checks[0];
}

describe('the baseline "previous"', () => {
  test('is the newest run of the pipeline of this very name that ended well', async () => {
    expect(await judge(await request())).toMatchObject({
      answer: 'pass',
      value: 0.76,
      baseline: {
        value: 0.8,
        source: {
          workflowId: second.workflowId,
          experimentIds: [second.experimentId],
          runIds: [second.runId],
        },
      },
    });
  });

  test('is not the execution that asks', async () => {
    expect(await judge(await request({ executionId: second.executionId }))).toMatchObject({
      answer: 'fail',
      baseline: { value: 0.9, source: { workflowId: first.workflowId } },
    });
  });

  test('is not one whose run a rerun has kept, nor one that made the experiment that is measured', async () => {
    const kept = await request({ runId: second.runId });
    const evaluatedAgain = await request({ experimentId: second.experimentId });
    expect((await judge(kept))?.baseline?.value).toBe(0.9);
    expect((await judge(evaluatedAgain))?.baseline?.value).toBe(0.9);
  });

  test('is missing evidence where no earlier run has the step', async () => {
    const found = await judge(await request({}, 'new-step'));
    expect(found?.answer).toBe('fail');
    expect(found?.reason).toContain('no earlier run of the pipeline that ended well has new-step');
  });

  test('is missing evidence where the Temporal server cannot list workflows', async () => {
    const other = await createTimeSkippingEnv();
    try {
      const found = await judge(await request(), other.client);
      expect(found?.answer).toBe('fail');
      expect(found?.reason).toContain('cannot list workflows');
    } finally {
      await other.teardown();
    }
  });
});
