import { against, type Figure } from '../report/figure.js';
import { median } from '../report/statistics.js';
import type { Stack } from '../stack/stack.js';
import { alternate } from '../work/alternate.js';
import {
  evaluationInput,
  executeBare,
  executeRun,
  executeWait,
  experimentInput,
  wireWindow,
} from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const WARM_UP = 3;

export const latency: Scenario = {
  name: 'latency',
  title: 'Trigger and wait of one run that ends at once, alone on the machine, beside bare',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `Medians of ${sizes.single} each, in turn; from the start of the workflow to its result.`,
  'The goal of a run allows three round trips to the service beside the 1.3.',
];

async function measure(stack: Stack, { options: { sizes } }: Bench): Promise<readonly Figure[]> {
  const { service } = stack;
  const evaluation = await service.findTask('evaluation');
  const experiment = await service.findTask('experiment');
  const ended = await service.triggerRun(evaluation, wireWindow());
  const times = { bare: [], byId: [], byName: [], experiment: [], wait: [] } as Record<Kind, number[]>;
  const timed = (kind: Kind, one: () => Promise<unknown>) => async (round: number) => {
    const startedMs = performance.now();
    await one();
    if (round >= WARM_UP) times[kind].push(performance.now() - startedMs);
  };
  await alternate(sizes.single + WARM_UP, {
    bare: timed('bare', () => executeBare(stack, 'twoActivities')),
    byId: timed('byId', () => executeRun(stack, evaluationInput(evaluation))),
    byName: timed('byName', () => executeRun(stack, evaluationInput(evaluation, 'by name'))),
    experiment: timed('experiment', () => executeRun(stack, experimentInput(experiment))),
    wait: timed('wait', () =>
      executeWait(stack, { runId: ended, wait: {}, tolerance: { allowEmpty: true } }),
    ),
  });
  return figuresOf(times);
}

type Kind = 'bare' | 'byId' | 'byName' | 'experiment' | 'wait';

function figuresOf(times: Readonly<Record<Kind, readonly number[]>>): readonly Figure[] {
  const beside = { name: 'bare', value: median(times.bare) };
  const line = (what: string, kind: Kind, goal = ''): Figure =>
    against(what, median(times[kind]), 'ms', beside, goal);
  return [
    line('an evaluation by ID, p50', 'byId', '≤ 1.3 ×, + 3'),
    line('an evaluation by name, p50', 'byName'),
    line('an experiment by ID, p50', 'experiment', '≤ 1.3 ×, + 3'),
    line('a wait alone, p50', 'wait', '≤ 1.3 ×'),
  ];
}
