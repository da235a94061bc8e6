import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { countByKind, type RequestsByKind } from '../../test/backfills/requests-by-kind.js';
import { against, alone, type Figure } from '../report/figure.js';
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
  title: 'A fan-out beside bare workflows of one activity, as many at once',
  run: (bench) =>
    withStack(bench, 0, async (stack) => ({ figures: await measure(stack, bench), notes: notesOf(bench) })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.items} items, ${AT_ONCE} at once, each an experiment that ends at once; half of the bare workflows before, half after.`,
];

async function measure(stack: Stack, { options: { sizes }, say }: Bench): Promise<readonly Figure[]> {
  const bare = () => executeBare(stack, 'oneActivity');
  await inLanes(WARM_UP, WARM_UP, bare);
  const half = Math.ceil(sizes.items / 2);
  let bareMs = await inLanes(half, AT_ONCE, bare);
  say(`${sizes.items} items`);
  const task = await stack.service.findTask('experiment');
  let tookMs = 0;
  const left = await leftBy(stack, stack.queue, async () => {
    tookMs = await runFanOut(stack, task, { items: sizes.items, atOnce: AT_ONCE });
  });
  bareMs += await inLanes(half, AT_ONCE, bare);
  const requests = countByKind((await stack.service.journal()).requests);
  return figuresOf(sizes.items, tookMs, left, requests, ((2 * half) / bareMs) * 1000);
}

function figuresOf(
  items: number,
  tookMs: number,
  { executions, events, writes }: Left,
  requests: RequestsByKind,
  bareRate: number,
): readonly Figure[] {
  const parents = executions.filter(({ type }) => type === WORKFLOWS.runFanOut);
  const parentEvents = parents.reduce((sum, each) => sum + each.events, 0);
  const all = Object.values(requests).reduce((sum, each) => sum + each, 0);
  return [
    against('items a second', (items / tookMs) * 1000, '/s', { name: 'bare', value: bareRate }, '≥ 0.9 ×'),
    alone('requests an item', all / items, '', '≤ 2.2'),
    alone('list pages an item', requests.list / items, ''),
    alone('events an item in the parent', parentEvents / items, '', '≤ 4'),
    alone('events an item in all', events / items, ''),
    alone('writes an item', writes === null ? null : writes / items, ''),
  ];
}
