import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { countByKind, type RequestsByKind } from '../../test/backfills/requests-by-kind.js';
import { against, alone, type Beside, type Figure } from '../report/figure.js';
import type { Stack } from '../stack/stack.js';
import { inLanes } from '../work/in-lanes.js';
import { leftBy, type Left } from '../work/measured.js';
import { runFanOut } from '../work/run-fan-out.js';
import { executeBare } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const AT_ONCE = 50;
const WARM_UP = 20;

export const fanOut: Scenario = {
  name: 'fan-out',
  title: 'A fan-out beside bare workflows, as many at once',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.items} items, ${AT_ONCE} at once, each an experiment that ends at once; half of the bare workflows before, half after. The goal is set against bare workflows of two activities, as that of lone runs is; those of one activity are the harder measure.`,
];

/** How long bare workflows took in all, in milliseconds. */
interface BareTimes {
  readonly oneActivityMs: number;
  readonly twoActivitiesMs: number;
}

async function measure(stack: Stack, { options: { sizes }, say }: Bench): Promise<readonly Figure[]> {
  await inLanes(WARM_UP, WARM_UP, () => executeBare(stack, 'oneActivity'));
  const half = Math.ceil(sizes.items / 2);
  const before = await runBare(stack, half);
  say(`${sizes.items} items`);
  const task = await stack.service.findTask('experiment');
  let tookMs = 0;
  const left = await leftBy(stack, stack.queue, async () => {
    tookMs = await runFanOut(stack, task, { items: sizes.items, atOnce: AT_ONCE });
  });
  const after = await runBare(stack, half);
  const requests = countByKind((await stack.service.journal()).requests);
  const bareRate = (of: keyof BareTimes): Beside => ({
    name: 'bare',
    value: ((2 * half) / (before[of] + after[of])) * 1000,
  });
  const itemRate = (sizes.items / tookMs) * 1000;
  return [
    against('items a second', itemRate, '/s', bareRate('twoActivitiesMs'), '≥ 0.9 ×'),
    against('items a second (bare: one activity)', itemRate, '/s', bareRate('oneActivityMs')),
    ...countsOf(sizes.items, left, requests),
  ];
}

const runBare = async (stack: Stack, count: number): Promise<BareTimes> => ({
  oneActivityMs: await inLanes(count, AT_ONCE, () => executeBare(stack, 'oneActivity')),
  twoActivitiesMs: await inLanes(count, AT_ONCE, () => executeBare(stack, 'twoActivities')),
});

function countsOf(
  items: number,
  { executions, events, writes }: Left,
  requests: RequestsByKind,
): readonly Figure[] {
  const parents = executions.filter(({ type }) => type === WORKFLOWS.runFanOut);
  const parentEvents = parents.reduce((sum, each) => sum + each.events, 0);
  const all = Object.values(requests).reduce((sum, each) => sum + each, 0);
  return [
    alone('requests an item', all / items, '', '≤ 2.2'),
    alone('list pages an item', requests.list / items, ''),
    alone('events an item in the parent', parentEvents / items, '', '≤ 4'),
    alone('events an item in all', events / items, ''),
    alone('writes an item', writes === null ? null : writes / items, ''),
  ];
}
