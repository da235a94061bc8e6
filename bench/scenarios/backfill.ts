import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { countByKind, type RequestsByKind } from '../../test/backfills/requests-by-kind.js';
import { against, alone, type Figure } from '../report/figure.js';
import type { Stack } from '../stack/stack.js';
import { busyMs } from '../work/busy.js';
import { readHistories } from '../work/histories.js';
import { inLanes } from '../work/in-lanes.js';
import { leftBy, type Left } from '../work/measured.js';
import { runBackfill } from '../work/run-backfill.js';
import { executeBare } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const IN_FLIGHT = 100;
/** Short, so that the windows in flight are not what bounds the rate. */
const RUN_SECONDS = 1;
const WARM_UP = 20;

export const backfill: Scenario = {
  name: 'backfill',
  title: 'A backfill beside bare workflows of one activity, as many at once',
  run: (bench) =>
    withStack(bench, RUN_SECONDS, async (stack) => ({
      figures: await measure(stack, bench),
      notes: notesOf(bench),
    })),
};

const notesOf = ({ options: { sizes } }: Bench): readonly string[] => [
  `${sizes.windows} windows, ${IN_FLIGHT} in flight, runs of ${RUN_SECONDS} s; half of the bare workflows before, half after.`,
  'Events are of all workflows that the backfill needed, and writes are transactions of the server’s database.',
];

async function measure(stack: Stack, { options: { sizes }, say }: Bench): Promise<readonly Figure[]> {
  const bare = () => executeBare(stack, 'oneActivity');
  await inLanes(WARM_UP, WARM_UP, bare);
  const half = Math.ceil(sizes.windows / 2);
  let bareMs = 0;
  const bareLeft = await leftBy(stack, stack.bareQueue, async () => {
    bareMs += await inLanes(half, IN_FLIGHT, bare);
  });
  say(`${sizes.windows} windows`);
  const task = await stack.service.createTask('evaluation');
  let tookMs = 0;
  const left = await leftBy(stack, stack.queue, async () => {
    tookMs = await runBackfill(stack, task, { windows: sizes.windows, inFlight: IN_FLIGHT });
  });
  bareMs += await inLanes(half, IN_FLIGHT, bare);
  const requests = countByKind((await stack.service.journal()).requests);
  const parents = await readHistories(
    stack,
    left.executions.filter(({ type }) => type === WORKFLOWS.runBackfill),
  );
  return figuresOf({
    windows: sizes.windows,
    tookMs,
    left,
    requests,
    busyMs: parents.reduce((sum, { events }) => sum + busyMs(events), 0),
    bare: { rate: ((2 * half) / bareMs) * 1000, left: bareLeft, count: half },
  });
}

interface Measured {
  readonly windows: number;
  readonly tookMs: number;
  readonly left: Left;
  readonly requests: RequestsByKind;
  /** Time in the parent's workflow tasks. */
  readonly busyMs: number;
  readonly bare: { readonly rate: number; readonly left: Left; readonly count: number };
}

function figuresOf({ windows, tookMs, left, requests, busyMs, bare }: Measured): readonly Figure[] {
  const beside = (value: number | null) => ({ name: 'bare', value: value ?? Number.NaN });
  const all = Object.values(requests).reduce((sum, each) => sum + each, 0);
  const writes = left.writes === null ? null : left.writes / windows;
  const bareWrites = bare.left.writes === null ? null : bare.left.writes / bare.count;
  return [
    against('windows a second', (windows / tookMs) * 1000, '/s', beside(bare.rate), '≥ 0.9 ×'),
    alone('requests a window', all / windows, '', '≤ 2.2'),
    alone('list pages a window', requests.list / windows, ''),
    against('events a window', left.events / windows, '', beside(bare.left.events / bare.count)),
    against('writes a window', writes, '', beside(bareWrites)),
    alone('time in the parent’s workflow tasks', (busyMs / tookMs) * 100, '%'),
  ];
}
