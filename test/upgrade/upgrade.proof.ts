import { hostname } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PIPELINE_MEMO } from '../../src/model/pipeline/pipeline-memo.js';
import { makeCurrent, ramp, untilRouted } from '../support/deployments.js';
import { until } from '../support/until.js';
import type { WorkerProcess } from '../support/worker-process.js';
import { currentBuild, previousBuild } from './build.js';
import type { Build } from './build.js';
import { behaviours, failedTasks, versionsOf, whoServed } from './histories.js';
import { expectAllEndedWell } from './judge.js';
import { WAITS, startLiving } from './living.js';
import type { Living } from './living.js';
import { NEW_MEMBER, nextRelease } from './next-release.js';
import { startStack } from './stack.js';
import type { Stack } from './stack.js';

/** The release that runs, and the one that takes its place. */
let before: Build;
let after: Build;
/** A release after `after`, which writes more than it knows. */
let later: Build;
let stack: Stack;
const builds: Build[] = [];
/** Processes and dozens of command lines make a case a minute or two, on a busy machine more. */
const LONG = { timeout: 600_000 };
const hasPrevious = (process.env['AX_TASKS_PREVIOUS'] ?? '') !== '';

/**
 * Without a release before this one (`AX_TASKS_PREVIOUS`), this build takes its part, and that of this build is taken by
 * a copy that writes more.
 */
beforeAll(async () => {
  const current = await currentBuild();
  const previous = await previousBuild();
  later = await nextRelease(current, 'members');
  before = previous ?? current;
  after = previous === null ? await nextRelease(current, 'inputs and commands') : current;
  builds.push(current, ...(previous === null ? [] : [previous]));
});
afterAll(() => Promise.all(builds.map((build) => build.remove())));
beforeEach(async () => {
  stack = await startStack();
});
afterEach(() => stack.close());

/** Lets everything end, which the command line of `build` steers. */
async function finish(build: Build, { pipelineId }: Living): Promise<void> {
  stack.thaw();
  await until(() =>
    stack.ask(build, 'pipeline', 'approve', pipelineId, 'go-ahead').then(
      () => true,
      () => false,
    ),
  );
  const types = ['runTask', 'runPipeline', 'runFanOut', 'runBackfill', 'runFiring'];
  const query = `ExecutionStatus = "Running" AND WorkflowType IN (${types.map((type) => `"${type}"`).join(', ')})`;
  await until(async () => (await stack.client.workflow.count(query)).count === 0);
}

/** Waits until each of the workers has completed a workflow task of a question. */
async function untilAllServe(build: Build, workers: readonly WorkerProcess[]): Promise<void> {
  const wanted = workers.map(({ pid }) => `${pid}@${hostname()}`);
  await until(async () => {
    await stack.ask(build, 'get', 'json-check', '--space', 'research');
    const served = await whoServed(stack.client, 'taskOperation');
    return wanted.every((identity) => served.has(identity));
  });
}

/** The command lines of two builds say the same, but for members that only the second one has. */
async function expectSameAnswers(one: Build, other: Build, { questions }: Living): Promise<void> {
  for (const question of questions) {
    const [answer, others] = await Promise.all([one, other].map((build) => stack.ask(build, ...question)));
    expect(others, question.join(' ')).toMatchObject(withoutAges(answer));
  }
}

/** Without what grows from one moment to the next. */
const withoutAges = (answer: unknown): object =>
  JSON.parse(
    JSON.stringify(answer, (name, value: unknown) => (/^(overdue|behind)Ms$/.test(name) ? undefined : value)),
  ) as object;

/** The backfill is in the middle: more of its windows were begun than at first, and not all. */
const untilBackfillIsUnderWay = (): Promise<void> => until(() => stack.simulator.journal().runs.length >= 13);

describe('a rolling update', LONG, () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'hands everything that lives to the new release, which ends it well, if the old one ends by %s',
    async (signal) => {
      const old = await stack.startWorker(before);
      const living = await startLiving(stack, before);
      const next = await stack.startWorker(after);
      await untilAllServe(after, [old, next]);
      await expectSameAnswers(before, after, living);
      stack.thaw();
      await untilBackfillIsUnderWay();
      expect(await old.kill(signal)).toBe(signal === 'SIGTERM' ? 0 : null);
      await finish(after, living);
      await expectAllEndedWell(stack, after, living);
    },
  );
});

describe('a rollback', LONG, () => {
  test('hands everything back to the old release, which reads what the new one wrote and ends it well', async () => {
    const next = await stack.startWorker(later);
    const living = await startLiving(stack, before);
    const { memo } = await stack.client.workflow.getHandle(living.pipelineId).describe();
    expect(memo?.[PIPELINE_MEMO]).toMatchObject({ [NEW_MEMBER]: 1 });
    const old = await stack.startWorker(before);
    await untilAllServe(before, [next, old]);
    await expectSameAnswers(later, before, living);
    stack.thaw();
    await untilBackfillIsUnderWay();
    expect(await next.kill('SIGTERM')).toBe(0);
    await finish(before, living);
    await expectAllEndedWell(stack, before, living);
  });

  test.skipIf(hasPrevious)(
    'lets wait what the old release does not know, until the new one is back, and fails none of it',
    async () => {
      const next = await stack.startWorker(after);
      const living = await startLiving(stack, before);
      await next.kill('SIGTERM');
      const old = await stack.startWorker(before);
      stack.thaw();
      await until(async () => (await failedTasks(stack.client)).length >= WAITS);
      expect(await stack.ask(before, 'workflow', 'list', '--status', 'failed')).toEqual({ workflows: [] });
      await stack.startWorker(after);
      // Beside it, each task that the old one is given again doubles the time until the next attempt.
      await old.kill('SIGTERM');
      await finish(before, living);
      await expectAllEndedWell(stack, before, living);
    },
  );
});

/** A turn is not here: no worker ever runs it. */
const VERSIONED = [
  ...['taskOperation', 'runTask', 'runPipeline', 'runFanOut', 'runBackfill', 'triggerWindows', 'runFiring'],
  ...['watchTask', 'keepBackfills', 'keepWatermark', 'keepCoverage', 'keepCoverageMonth', 'keepQualityMonth'],
];

describe('with Worker Versioning', LONG, () => {
  test('everything that lives moves to the version that becomes current, and back to the one before', async () => {
    const { connection } = stack.client;
    const old = await stack.startWorker(before, '1.0.0');
    await makeCurrent(connection, '1.0.0');
    const living = await startLiving(stack, before);
    await stack.startWorker(later, '1.1.0');
    await ramp(connection, '1.1.0', 50);
    await makeCurrent(connection, '1.1.0');
    await untilRouted(connection);
    stack.thaw();
    await untilBackfillIsUnderWay();
    expect(await versionsOf(stack.client, living.backfillId)).toEqual(['1.0.0', '1.1.0']);
    await makeCurrent(connection, '1.0.0');
    await untilRouted(connection);
    await finish(before, living);
    await expectAllEndedWell(stack, before, living);
    expect(await old.kill('SIGTERM')).toBe(0);
    expect(await behaviours(stack.client)).toEqual(
      Object.fromEntries(VERSIONED.map((type) => [type, 'AUTO_UPGRADE'])),
    );
  });
});
