import { setTimeout as sleep } from 'node:timers/promises';
import { actionsOf } from '../model/actions.js';
import type { Sizes } from '../options.js';
import { against, alone, type Figure } from '../report/figure.js';
import { mean, quantile } from '../report/statistics.js';
import { cpuMs, residentBytes } from '../stack/process-usage.js';
import { callsBetween, type ServerCalls } from '../stack/server-calls.js';
import type { Stack } from '../stack/stack.js';
import { listExecutions, readHistories } from '../work/histories.js';
import { untilIdle } from '../work/until-idle.js';
import { delaysOf, endRuns, endsOf, startWaits, untilEnded, untilLooked } from '../work/waits.js';
import { withStack, type Bench, type Scenario } from './scenario.js';
import { steady, type Steady } from './steady.js';
import { triggerStuckRuns, type StuckRuns } from './stuck-runs.js';
import { measureKill, type Kill } from './waits-killed.js';
import { measureOfficial, type Official } from './waits-official.js';

const POLL_MS = 5000;
const END_LIMIT_MS = 5 * 60_000;
const [STEADY_MS, QUICK_STEADY_MS] = [30_000, 10_000];
/** Waits whose histories are read for their Actions. */
const SAMPLE = 100;
const WARM_UP = 20;
const FIRST_WAITS = 100;
const MB = 1e6;

export const loneWaits: Scenario = {
  name: 'lone-waits',
  title: 'Many waits, each of its own workflow, beside the official client, which polls in one process',
  run: (bench) =>
    withStack(bench, 60, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.waits} waits on ${sizes.tasks} tasks, polled every ${POLL_MS / 1000} s. CPU and requests are measured while no run ends; then half of the runs`,
  'end, one after the other; then the worker is killed and another one started at once; then the other half ends.',
  'Memory is the resident set of the worker that started the waits, as deployed, less what it was before, after garbage collection.',
  'Actions are those of a wait that was not interrupted, and its share of the workflows that work for all; heartbeats are counted by the server.',
];

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const { sizes, isQuick } = bench.options;
  const ms = isQuick ? QUICK_STEADY_MS : STEADY_MS;
  await warmUp(stack, sizes.waits);
  const before = await leftSoFar(stack);
  bench.say(`starting ${sizes.waits} waits`);
  const { runs, memory } = await startMeasured(stack, sizes);
  bench.say(`measuring for ${ms / 1000} s`);
  const ours = await steady(stack, () => cpuMs(stack.worker.pid), ms);
  const [first, second] = [
    runs.runIds.filter((_, nth) => nth % 2 === 0),
    runs.runIds.filter((_, nth) => nth % 2 === 1),
  ];
  const ended = await endAndCount(stack, first, before, { withinMs: ms, waits: sizes.waits });
  bench.say('killing the worker');
  const kill = await measureKill(stack, runs, second);
  await endRuns(stack.service, second, 1000);
  await untilEnded(second, () => endsOf(stack), END_LIMIT_MS);
  bench.say('the same with the official client');
  const official = await measureOfficial(stack, bench, { pollIntervalMs: POLL_MS, ms });
  return figuresOf({ ...ours, ...ended, kill, official, memory });
}

interface Measured extends Steady, Ended {
  readonly kill: Kill;
  readonly official: Official;
  readonly memory: Memory;
}

function figuresOf({ kill, official, delays, ...ours }: Measured): readonly Figure[] {
  const client = (value: number) => ({ name: 'official', value });
  const delay = (what: string, share: number, goal = ''): Figure =>
    against(what, quantile(delays, share), 'ms', client(quantile(official.delays, share)), goal);
  return [
    against('requests a second', ours.requestsPerSecond, '/s', client(official.requestsPerSecond), '≤ 1/30'),
    alone('cores of the server', ours.serverCores, '', '≤ 0.05'),
    against('cores of the worker', ours.workerCores, '', client(official.workerCores)),
    delay('delay from a run’s end, p50', 0.5),
    delay('delay from a run’s end, p99', 0.99, '≤ 1 ×'),
    alone('Actions a wait', ours.actions, '', '≤ 6'),
    alone('heartbeats a wait', ours.heartbeats, ''),
    alone(`memory for the first ${ours.memory.firstWaits} waits`, ours.memory.first / MB, 'MB'),
    alone('memory a wait, beyond them', ours.memory.each / 1024, 'KB', '≤ 20 KB'),
    alone('killed: looked at again, p50', quantile(kill.delaysMs, 0.5) / 1000, 's'),
    alone('killed: all looked at again', Math.max(...kill.delaysMs) / 1000, 's', '≤ 15 s'),
    alone('killed: CPU until then', kill.cpuMs === null ? null : kill.cpuMs / 1000, 's', '≤ 10 s'),
  ];
}

/** Connections are opened and code is compiled before memory is measured. */
async function warmUp(stack: Stack, waits: number): Promise<void> {
  const { runIds } = await triggerStuckRuns(stack.service, Math.min(WARM_UP, waits), 1);
  await startWaits(stack, runIds, { pollIntervalMs: POLL_MS });
  await endRuns(stack.service, runIds, 0);
  await untilEnded(runIds, () => endsOf(stack), END_LIMIT_MS);
}

/** What the worker grew by, in bytes. The first waits fill its cache of workflows, and V8 its young generation. */
interface Memory {
  readonly firstWaits: number;
  readonly first: number;
  /** For each wait beyond the first ones. */
  readonly each: number;
}

async function startMeasured(
  stack: Stack,
  { waits, tasks }: Sizes,
): Promise<{ runs: StuckRuns; memory: Memory }> {
  const runs = await triggerStuckRuns(stack.service, waits, tasks);
  const firstWaits = Math.min(FIRST_WAITS, Math.floor(waits / 2));
  const idle = await memoryOf(stack);
  await startLooked(stack, runs, runs.runIds.slice(0, firstWaits));
  const filled = await memoryOf(stack);
  await startLooked(stack, runs, runs.runIds.slice(firstWaits));
  const each = ((await memoryOf(stack)) - filled) / (waits - firstWaits);
  return { runs, memory: { firstWaits, first: filled - idle, each } };
}

/** Starts waits; resolves once every run was looked at, and the last wait has begun: a page of the list may show its run before. */
async function startLooked(stack: Stack, { tasks }: StuckRuns, runIds: readonly string[]): Promise<void> {
  const { service } = stack;
  const sinceSeq = await service.lastSeq();
  await startWaits(stack, runIds, { pollIntervalMs: POLL_MS });
  await untilLooked(service, { runIds, tasks, sinceSeq, limitMs: END_LIMIT_MS });
  await untilIdle(stack, 2 * POLL_MS);
}

/** What the server had before the waits. */
interface Before {
  readonly known: ReadonlySet<string>;
  readonly calls: ServerCalls | null;
}

const leftSoFar = async (stack: Stack): Promise<Before> => ({
  known: new Set((await listExecutions(stack, stack.queue)).map(({ runId }) => runId)),
  calls: await stack.temporal.calls(),
});

interface Ended {
  /** From the end of a run to the end of its wait. */
  readonly delays: readonly number[];
  /** Of a wait. */
  readonly actions: number;
  /** Of a wait, whether it has ended or not; null: the server runs elsewhere. */
  readonly heartbeats: number | null;
}

async function endAndCount(
  stack: Stack,
  runIds: readonly string[],
  { known, calls }: Before,
  { withinMs, waits }: { withinMs: number; waits: number },
): Promise<Ended> {
  await endRuns(stack.service, runIds, withinMs);
  const ends = await untilEnded(runIds, () => endsOf(stack), END_LIMIT_MS);
  const beats = callsBetween(calls, await stack.temporal.calls(), 'RecordActivityTaskHeartbeat');
  return {
    delays: delaysOf((await stack.service.journal()).runs, runIds, ends),
    actions: await actionsOfWaits(stack, new Set(runIds), known, waits),
    heartbeats: beats === null ? null : beats / waits,
  };
}

async function memoryOf({ worker }: Stack): Promise<number> {
  worker.send({ collect: 'garbage' });
  await sleep(2000);
  return residentBytes(worker.pid);
}

/** Per wait: of those that ended before anything was killed, and of what works for all of them. */
async function actionsOfWaits(
  stack: Stack,
  ended: ReadonlySet<string>,
  known: ReadonlySet<string>,
  waits: number,
): Promise<number> {
  const fresh = (await listExecutions(stack, stack.queue)).filter(({ runId }) => !known.has(runId));
  const own = fresh.filter(({ type, closedMs }) => type === 'waitForRun' && closedMs !== null);
  const shared = fresh.filter(({ type }) => type !== 'waitForRun');
  if (own.length < ended.size) throw new Error(`${own.length} of ${ended.size} waits are listed`);
  const ofOwn = (await readHistories(stack, own.slice(0, SAMPLE))).map(({ events }) => actionsOf(events));
  const ofShared = (await readHistories(stack, shared)).map(({ events }) => actionsOf(events));
  return mean(ofOwn) + ofShared.reduce((sum, each) => sum + each, 0) / waits;
}
