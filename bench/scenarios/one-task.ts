import { OfficialWaits } from '../official/official-waits.js';
import { against, type Figure } from '../report/figure.js';
import { mean } from '../report/statistics.js';
import type { BenchTask, SimulatedService } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';
import { wireWindow } from '../work/start.js';
import { delaysOf, endsOf, startWaits, untilEnded } from '../work/waits.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const MOST_WAITS = 100;
const END_LIMIT_MS = 5 * 60_000;
const OFFICIAL_DEFAULT_MS = 5000;

export const oneTask: Scenario = {
  name: 'one-task',
  title: 'Waits of one task: requests × mean delay, beside the official client in the same minutes',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

/** How long runs take: from the first to the first and the second together, evenly. */
const durationsOf = ({ options: { isQuick } }: Bench): readonly [number, number] =>
  isQuick ? [8, 8] : [20, 20];
const waitsOf = ({ options: { sizes } }: Bench): number => Math.min(MOST_WAITS, sizes.waits);

const notesOf = (bench: Bench): readonly string[] => {
  const [least, spread] = durationsOf(bench);
  return [
    `${waitsOf(bench)} runs of ${least} to ${least + spread} s, triggered at once, after as many that have ended. Each client waits for runs of its own;`,
    'a request counts from the first wait to the last end. The ratio of the products is what a client pays for how soon it knows.',
  ];
};

async function measure(stack: Stack, bench: Bench): Promise<readonly Figure[]> {
  const tasks = [
    await stack.service.createTask('evaluation'),
    await stack.service.createTask('evaluation'),
  ] as const;
  bench.say('every second');
  const fast = await compare(stack, bench, tasks, 1000);
  bench.say('by default');
  const usual = await compare(stack, bench, tasks, undefined);
  return [
    ...figuresOf('every second', fast, ''),
    ...figuresOf(`by default (official: ${OFFICIAL_DEFAULT_MS / 1000} s)`, usual, '≤ 0.05 ×'),
  ];
}

interface Waited {
  readonly requests: number;
  readonly delayMs: number;
}

type Compared = Readonly<Record<'ours' | 'official', Waited>>;

/** Both at the same time: neither keeps a core busy, and the machine is the same for both. */
async function compare(
  stack: Stack,
  bench: Bench,
  [ours, theirs]: readonly [BenchTask, BenchTask],
  pollIntervalMs: number | undefined,
): Promise<Compared> {
  const { service } = stack;
  const poll = pollIntervalMs === undefined ? {} : { pollIntervalMs };
  const [ourRuns, theirRuns] = [
    await triggerRuns(service, ours, bench),
    await triggerRuns(service, theirs, bench),
  ];
  const sinceSeq = await service.lastSeq();
  const official = await OfficialWaits.start(service);
  official.wait({ runIds: theirRuns, ...poll });
  await startWaits(stack, ourRuns, poll);
  const ends = await untilEnded(ourRuns, () => endsOf(stack), END_LIMIT_MS);
  const theirEnds = await untilEnded(theirRuns, () => official.ends, END_LIMIT_MS);
  await official.stop();
  const { requests, runs } = await service.journal(sinceSeq);
  const about = (runIds: readonly string[], taskId: string): number => {
    const ids = new Set([taskId, ...runIds]);
    return requests.filter(({ path }) =>
      decodeURIComponent(path)
        .split('/')
        .some((part) => ids.has(part)),
    ).length;
  };
  return {
    ours: { requests: about(ourRuns, ours.id), delayMs: mean(delaysOf(runs, ourRuns, ends)) },
    official: { requests: about(theirRuns, theirs.id), delayMs: mean(delaysOf(runs, theirRuns, theirEnds)) },
  };
}

async function triggerRuns(
  service: SimulatedService,
  task: BenchTask,
  bench: Bench,
): Promise<readonly string[]> {
  const [least, spread] = durationsOf(bench);
  const count = waitsOf(bench);
  const runIds: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    await service.setBehaviour({ runSeconds: least + (spread * nth) / count });
    runIds.push(await service.triggerRun(task, wireWindow()));
  }
  return runIds;
}

const figuresOf = (how: string, { ours, official }: Compared, goal: string): readonly Figure[] => {
  const beside = (value: number) => ({ name: 'official', value });
  const product = ({ requests, delayMs }: Waited): number => (requests * delayMs) / 1000;
  return [
    against(`requests, ${how}`, ours.requests, '', beside(official.requests)),
    against(`mean delay, ${how}`, ours.delayMs, 'ms', beside(official.delayMs)),
    against(`requests × delay, ${how}`, product(ours), 's', beside(product(official)), goal || '≤ 0.05 ×'),
  ];
};
