import { setTimeout as sleep } from 'node:timers/promises';
import type { RunResult } from '../../src/model/run/run-result.js';
import { watchWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { TcpProxy } from '../../test/faults/tcp-proxy.js';
import { resetWorkflow } from '../../test/support/reset-workflow.js';
import type { Sizes } from '../options.js';
import { alone, type Figure } from '../report/figure.js';
import { quantile } from '../report/statistics.js';
import type { Stack } from '../stack/stack.js';
import { startWaitsBy } from '../waiting/waiting-programs.js';
import { listExecutions } from '../work/histories.js';
import { inLanes } from '../work/in-lanes.js';
import { untilIdle } from '../work/until-idle.js';
import { delaysOf, endRuns, endsOf, untilLooked, waitIdOf } from '../work/waits.js';
import { withStack, type Bench, type Scenario } from './scenario.js';
import { triggerStuckRuns, type StuckRuns } from './stuck-runs.js';

const POLL_MS = 5000;
const PROGRAMS = 3;
/** Runs end, one after the other, for so long; the worker is cut off at its beginning. */
const ENDING_MS = 90_000;
const CUT_MS = 30_000;
const LOOK_LIMIT_MS = 10 * 60_000;
const END_LIMIT_MS = 25 * 60_000;
const READ_AT_ONCE = 20;

export const watchersLost: Scenario = {
  name: 'watchers-lost',
  title: 'Many waits whose watchers are terminated, reset and cut off from Temporal',
  isSlow: true,
  run: (bench) =>
    withStack(bench, 60, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.waits} waits on ${sizes.tasks} tasks, started by ${PROGRAMS} programs and polled every ${POLL_MS / 1000} s. At one moment the watchers of a third of the tasks are terminated, those of another third`,
  `reset to their beginning, and the worker is cut off from Temporal for ${CUT_MS / 1000} s; from then on the runs end one after the other within ${ENDING_MS / 1000} s. A wait that hears nothing looks by itself after three minutes.`,
  'Every result is read: one that is missing, or of another run, makes the command fail.',
];

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const { service, temporal } = stack;
  const { sizes } = bench.options;
  const proxy = await TcpProxy.start(temporal.env['TEMPORAL_ADDRESS'] ?? '');
  await stack.worker.kill();
  await stack.startWorker(proxy.address);
  bench.say(`starting ${sizes.waits} waits by ${PROGRAMS} programs`);
  const runs = await startWatched(stack, sizes);
  const groups = groupsOf(runs);
  bench.say('terminating and resetting watchers, and cutting the worker off');
  const sinceSeq = await service.lastSeq();
  const startedMs = performance.now();
  await Promise.all([
    loseWatchers(stack, groups),
    cutOff(proxy),
    endRuns(service, inTurn(runs), ENDING_MS),
    requireOwnEnds(stack, runs.runIds),
  ]);
  const tookMs = performance.now() - startedMs;
  const journal = await service.journal(sinceSeq);
  const ends = await endsOf(stack);
  await proxy.close();
  const requests = alone('requests a wait, until all have ended', journal.requests.length / sizes.waits, '');
  const rows = groups.flatMap(({ what, taskIds }) => {
    const runIds = taskIds.flatMap((taskId) => runs.tasks.get(taskId) ?? []);
    return delayRows(what, delaysOf(journal.runs, runIds, ends));
  });
  return [
    alone('waits that ended with their own run', runs.runIds.length, ''),
    ...rows,
    requests,
    alone('until all had ended', tookMs / 1000, 's'),
  ];
}

/** Starts the waits; resolves once every run was looked at, and all have begun: a page of the list may show their runs before. */
async function startWatched(stack: Stack, { waits, tasks }: Sizes): Promise<StuckRuns> {
  const runs = await triggerStuckRuns(stack.service, waits, tasks);
  const sinceSeq = await stack.service.lastSeq();
  await startWaitsBy(PROGRAMS, stack, { runIds: runs.runIds, wait: { pollIntervalMs: POLL_MS } });
  await untilLooked(stack.service, { ...runs, sinceSeq, limitMs: LOOK_LIMIT_MS });
  await untilIdle(stack, 2 * POLL_MS);
  return runs;
}

/** One run of each task, then the next one of each. */
const inTurn = ({ tasks }: StuckRuns): readonly string[] => {
  const lists = [...tasks.values()];
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, nth) =>
    lists.flatMap((runIds) => runIds.slice(nth, nth + 1)),
  ).flat();
};

/** Tasks whose watchers share a fate. */
interface Group {
  readonly what: 'terminated' | 'reset' | 'cut off alone';
  readonly taskIds: readonly string[];
}

const groupsOf = ({ tasks }: StuckRuns): readonly Group[] =>
  (['terminated', 'reset', 'cut off alone'] as const).map((what, group) => ({
    what,
    taskIds: [...tasks.keys()].filter((_, nth) => nth % 3 === group),
  }));

/** @throws Error if a task has no watcher: nothing would be lost then. */
async function loseWatchers(stack: Stack, groups: readonly Group[]): Promise<void> {
  const { temporal, queue } = stack;
  const running = (await listExecutions(stack, queue)).filter(
    ({ type, isRunning }) => type === WORKFLOWS.watchTask && isRunning,
  );
  for (const { what, taskIds } of groups)
    for (const taskId of taskIds) {
      const first = watchWorkflowId(taskId, queue, 0);
      const own = running.filter(({ workflowId }) => `${workflowId}/`.startsWith(`${first}/`));
      if (own.length === 0) throw new Error(`the waits of ${taskId} have no watcher`);
      for (const { workflowId } of own) {
        const handle = temporal.client.workflow.getHandle(workflowId);
        if (what === 'terminated') await handle.terminate();
        if (what === 'reset') await resetWorkflow(temporal, handle, 1);
      }
    }
}

/** What is on its way is lost. */
async function cutOff(proxy: TcpProxy): Promise<void> {
  proxy.pause('up', 'down');
  await sleep(CUT_MS);
  proxy.cut();
  proxy.resume();
}

/** Reads the result of each wait. @throws Error if one is missing, or of another run. */
async function requireOwnEnds({ temporal }: Stack, runIds: readonly string[]): Promise<void> {
  let ended = 0;
  const reading = inLanes(runIds.length, READ_AT_ONCE, async (nth) => {
    const runId = runIds[nth] ?? '';
    const result = (await temporal.client.workflow.result(waitIdOf(runId))) as RunResult;
    if (result.runId !== runId || result.outcome.kind !== 'cancelled-elsewhere')
      throw new Error(`the wait for ${runId} ended as ${result.outcome.kind} of ${String(result.runId)}`);
    ended += 1;
  });
  const isOver = await Promise.race([reading.then(() => true), sleep(END_LIMIT_MS, false, { ref: false })]);
  if (!isOver) throw new Error(`${ended} of ${runIds.length} waits ended within ${END_LIMIT_MS} ms`);
}

const delayRows = (what: string, delays: readonly number[]): readonly Figure[] => [
  alone(`watcher ${what}: delay, p50`, quantile(delays, 0.5) / 1000, 's'),
  alone(`watcher ${what}: delay, p99`, quantile(delays, 0.99) / 1000, 's'),
  alone(`watcher ${what}: delay, most`, quantile(delays, 1) / 1000, 's'),
];
