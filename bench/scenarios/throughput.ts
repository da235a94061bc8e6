import { against, type Figure } from '../report/figure.js';
import type { NodeProcess } from '../stack/node-process.js';
import { usageOf, type Stack } from '../stack/stack.js';
import { alternate } from '../work/alternate.js';
import { inLanes } from '../work/in-lanes.js';
import { evaluationInput, executeBare, executeRun, experimentInput } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const ROUNDS = 2;
/** Runs that are not measured: connections are opened and code is compiled. */
const WARM_UP = 20;

export const throughput: Scenario = {
  name: 'throughput',
  title: 'Durable runs that end at once, many in flight, beside bare workflows of two activities',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.runs} runs of each kind in ${ROUNDS} rounds, ${sizes.inFlight} at once; bare, evaluations and experiments in turn.`,
  'CPU is of the server and of the worker whose runs they are, by /proc; the rest is in the server.',
];

/** Sums over the rounds. */
interface Tally {
  runs: number;
  ms: number;
  serverMs: number | null;
  workerMs: number;
}

async function measure(stack: Stack, { options: { sizes }, say }: Bench): Promise<readonly Figure[]> {
  const evaluation = await stack.service.findTask('evaluation');
  const experiment = await stack.service.findTask('experiment');
  const one = {
    bare: () => executeBare(stack, 'twoActivities'),
    evaluation: () => executeRun(stack, evaluationInput(evaluation)),
    experiment: () => executeRun(stack, experimentInput(experiment)),
  };
  for (const run of Object.values(one)) await inLanes(WARM_UP, WARM_UP, run);
  const tallies = { bare: newTally(), evaluation: newTally(), experiment: newTally() };
  const count = Math.ceil(sizes.runs / ROUNDS);
  const part = (kind: keyof typeof one, worker: NodeProcess) => async (round: number) => {
    say(`round ${round + 1} of ${ROUNDS}: ${count} × ${kind}`);
    await addRound(stack, worker, tallies[kind], count, () => inLanes(count, sizes.inFlight, one[kind]));
  };
  await alternate(ROUNDS, {
    bare: part('bare', stack.bareWorker),
    evaluation: part('evaluation', stack.worker),
    experiment: part('experiment', stack.worker),
  });
  return figuresOf(tallies, sizes.inFlight);
}

const newTally = (): Tally => ({ runs: 0, ms: 0, serverMs: 0, workerMs: 0 });

async function addRound(
  stack: Stack,
  worker: NodeProcess,
  tally: Tally,
  count: number,
  work: () => Promise<number>,
): Promise<void> {
  const { serverMs, workerMs } = await usageOf(stack, worker, async () => {
    tally.ms += await work();
  });
  tally.runs += count;
  tally.serverMs = tally.serverMs === null || serverMs === null ? null : tally.serverMs + serverMs;
  tally.workerMs += workerMs;
}

function figuresOf(
  { bare, evaluation, experiment }: Readonly<Record<'bare' | 'evaluation' | 'experiment', Tally>>,
  inFlight: number,
): readonly Figure[] {
  const rate = (what: string, tally: Tally): Figure =>
    against(
      `${what} a second, ${inFlight} in flight`,
      perSecond(tally),
      '/s',
      { name: 'bare', value: perSecond(bare) },
      '≥ 0.80 ×',
    );
  const cpu = (what: string, tally: Tally): Figure =>
    against(`CPU of ${what}`, cpuOf(tally), 'ms', { name: 'bare', value: cpuOf(bare) }, '≤ 1.4 ×');
  const worker = (what: string, tally: Tally): Figure =>
    against(`— in the worker, ${what}`, tally.workerMs / tally.runs, 'ms', {
      name: 'bare',
      value: bare.workerMs / bare.runs,
    });
  return [
    rate('evaluations', evaluation),
    rate('experiments', experiment),
    cpu('an evaluation', evaluation),
    cpu('an experiment', experiment),
    worker('an evaluation', evaluation),
    worker('an experiment', experiment),
  ];
}

const perSecond = ({ runs, ms }: Tally): number => (runs / ms) * 1000;
const cpuOf = ({ runs, serverMs, workerMs }: Tally): number => ((serverMs ?? Number.NaN) + workerMs) / runs;
