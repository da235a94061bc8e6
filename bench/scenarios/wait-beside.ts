import { against, type Figure } from '../report/figure.js';
import { quantile } from '../report/statistics.js';
import type { BenchTask } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';
import { inLanes } from '../work/in-lanes.js';
import { untilIdle } from '../work/until-idle.js';
import { startWaits, untilLooked, waitIdOf } from '../work/waits.js';
import { wireWindow } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';
import { triggerStuckRuns } from './stuck-runs.js';

const RUN_SECONDS = 5;
const POLL_MS = 1000;
const MOST_TIMES = 12;
const ENDS_AT_ONCE = 50;
const LOOK_LIMIT_MS = 5 * 60_000;

export const waitBeside: Scenario = {
  name: 'wait-beside',
  title: 'A wait beside many others of its task, beside the same wait alone',
  run: (bench) =>
    withStack(bench, RUN_SECONDS, async (stack) => ({
      figures: await measure(stack, bench),
      notes: notesOf(bench),
    })),
};

const timesOf = ({ options: { sizes } }: Bench): number => Math.min(MOST_TIMES, sizes.single);
const notesOf = (bench: Bench): readonly string[] => [
  `${timesOf(bench)} runs of ${RUN_SECONDS} s, one after the other, each waited for at a poll every second; then the same beside ${othersOf(bench)} waits`,
  'of the same task, polled by default, whose runs go on. The last rows are waits for a run that ended before.',
];
const othersOf = ({ options: { sizes } }: Bench): number => sizes.waits - 1;

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const lonely = await stack.service.createTask('evaluation');
  await waitOnce(stack, lonely);
  const alone = await waitAgain(stack, lonely, timesOf(bench));
  bench.say(`starting ${othersOf(bench)} waits`);
  const { task, runIds } = await startOthers(stack, othersOf(bench));
  bench.say('measuring beside them');
  const beside = await waitAgain(stack, task, timesOf(bench));
  // On a cluster that outlives the measurement they would wait for ever.
  await inLanes(runIds.length, ENDS_AT_ONCE, (nth) =>
    stack.temporal.client.workflow
      .getHandle(waitIdOf(runIds[nth] ?? ''))
      .terminate()
      .then(() => undefined),
  );
  return figuresOf(beside, alone);
}

/** Waits for runs of one task that go on; resolves once each was looked at, and all waits have begun. */
async function startOthers(
  stack: Stack,
  count: number,
): Promise<{ task: BenchTask; runIds: readonly string[] }> {
  const { runIds, tasks, list } = await triggerStuckRuns(stack.service, count, 1);
  const sinceSeq = await stack.service.lastSeq();
  await startWaits(stack, runIds, {});
  await untilLooked(stack.service, { runIds, tasks, sinceSeq, limitMs: LOOK_LIMIT_MS });
  await untilIdle(stack, 2 * POLL_MS);
  const [task] = list;
  if (task === undefined) throw new Error('there is no task');
  return { task, runIds };
}

interface Waited {
  /** From the run's end to that of its wait. */
  readonly delayMs: number;
  /** In the history of the wait. */
  readonly events: number;
  /** From the start of a wait for a run that has ended to its result. */
  readonly endedMs: number;
}

async function waitAgain(stack: Stack, task: BenchTask, times: number): Promise<readonly Waited[]> {
  const waited: Waited[] = [];
  for (let nth = 0; nth < times; nth++) waited.push(await waitOnce(stack, task));
  return waited;
}

async function waitOnce(stack: Stack, task: BenchTask): Promise<Waited> {
  const { service, temporal } = stack;
  await service.setBehaviour({ runSeconds: RUN_SECONDS });
  const [runId, endedId] = [await service.triggerRun(task, wireWindow()), await endedRun(service, task)];
  await startWaits(stack, [runId], { pollIntervalMs: POLL_MS });
  await temporal.client.workflow.result(waitIdOf(runId));
  const startedMs = performance.now();
  await startWaits(stack, [endedId], { pollIntervalMs: POLL_MS });
  await temporal.client.workflow.result(waitIdOf(endedId));
  const endedMs = performance.now() - startedMs;
  const { closeTime, historyLength } = await temporal.client.workflow.getHandle(waitIdOf(runId)).describe();
  const run = (await service.journal(Number.MAX_SAFE_INTEGER)).runs.find((each) => each.runId === runId);
  return {
    delayMs: (closeTime?.getTime() ?? Number.NaN) - Date.parse(run?.finishedAt ?? ''),
    events: historyLength,
    endedMs,
  };
}

async function endedRun(service: Stack['service'], task: BenchTask): Promise<string> {
  const runId = await service.triggerRun(task, wireWindow());
  await service.cancelRun(runId);
  return runId;
}

function figuresOf(beside: readonly Waited[], alone: readonly Waited[]): readonly Figure[] {
  const row = (what: string, of: keyof Waited, share: number, unit: 'ms' | ''): Figure => {
    const value = (waited: readonly Waited[]): number =>
      quantile(
        waited.map((each) => each[of]),
        share,
      );
    return against(what, value(beside), unit, { name: 'alone', value: value(alone) });
  };
  return [
    row('delay from the run’s end, p50', 'delayMs', 0.5, 'ms'),
    row('delay from the run’s end, most', 'delayMs', 1, 'ms'),
    row('events of the wait, most', 'events', 1, ''),
    row('of a run that has ended: start to result, p50', 'endedMs', 0.5, 'ms'),
    row('of a run that has ended: start to result, most', 'endedMs', 1, 'ms'),
  ];
}
