import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { countByKind } from '../../test/backfills/requests-by-kind.js';
import { actionsOf } from '../model/actions.js';
import type { ServiceOptions } from '../stack/simulated-service.js';
import type { Stack } from '../stack/stack.js';
import { startStack } from '../stack/stack.js';
import { costOf, type Cost } from '../work/cost.js';
import { readHistories } from '../work/histories.js';
import { leftBy, type Left } from '../work/measured.js';
import { runBackfill } from '../work/run-backfill.js';
import { runFanOut } from '../work/run-fan-out.js';
import { evaluationInput, experimentInput, wireWindow } from '../work/start.js';
import { endsOf, startWaits, untilEnded } from '../work/waits.js';
import type { Counts } from './compare.js';

/** Runs advance by looks, so that nothing depends on how fast the machine is. */
const LOOKS = 3;
/** But those of the crowd by the clock: each look at their list would bring all of them forward. */
const CROWD_SECONDS = 10;
const POLL_MS = 1000;
const [WAITS, WINDOWS, ITEMS] = [20, 60, 30];
const AT_ONCE = 10;
const END_LIMIT_MS = 3 * 60_000;
/** A workflow task more or less. */
const TASK = 3;
/** Of counts of many, which depend on who is told first, and of those of a crowd, which depend on how soon all of it waits. */
const [SHARE, CROWD_SHARE] = [0.3, 0.5];

/** Counts what the product costs: events, requests and Actions, each workload on a stack of its own. */
export async function measureCounts(bareBundle: string, say: (line: string) => void): Promise<Counts> {
  const on = async (
    runs: Omit<ServiceOptions, 'seed'>,
    part: (stack: Stack) => Promise<Counts>,
  ): Promise<Counts> => {
    const stack = await startStack({ ...runs, bareBundle, say });
    try {
      return await part(stack);
    } finally {
      await stack.close();
    }
  };
  return {
    ...(await on({ runSeconds: 0, looks: LOOKS }, loneRuns)),
    ...(await on({ runSeconds: CROWD_SECONDS }, crowd)),
    ...(await on({ runSeconds: 0, looks: 1 }, backfill)),
    ...(await on({ runSeconds: 0, looks: 1 }, fanOut)),
  };
}

async function loneRuns(stack: Stack): Promise<Counts> {
  const evaluation = await stack.service.findTask('evaluation');
  const experiment = await stack.service.findTask('experiment');
  return {
    ...ofCost('evaluation by ID', await costOf(stack, evaluationInput(evaluation, 'by ID', POLL_MS))),
    ...ofCost('evaluation by name', await costOf(stack, evaluationInput(evaluation, 'by name', POLL_MS))),
    ...ofCost('experiment by ID', await costOf(stack, experimentInput(experiment, 'by ID', POLL_MS))),
  };
}

const ofCost = (what: string, { events, eventsBeside, actions, requests }: Cost): Counts => ({
  [`${what}: events`]: { count: events, within: TASK },
  [`${what}: events beside it`]: { count: eventsBeside, within: TASK },
  [`${what}: Actions`]: { count: actions },
  [`${what}: requests`]: { count: requests },
});

async function crowd(stack: Stack): Promise<Counts> {
  const task = await stack.service.createTask('evaluation');
  const runIds: string[] = [];
  for (let nth = 0; nth < WAITS; nth++) runIds.push(await stack.service.triggerRun(task, wireWindow()));
  const left = await leftBy(stack, stack.queue, async () => {
    await startWaits(stack, runIds, { pollIntervalMs: POLL_MS });
    await untilEnded(runIds, () => endsOf(stack), END_LIMIT_MS);
  });
  return ofWork(`${WAITS} waits of a task`, stack, left, CROWD_SHARE);
}

async function backfill(stack: Stack): Promise<Counts> {
  const task = await stack.service.createTask('evaluation');
  const left = await leftBy(stack, stack.queue, async () => {
    await runBackfill(stack, task, { windows: WINDOWS, inFlight: AT_ONCE });
  });
  return ofWork(`backfill of ${WINDOWS} windows`, stack, left);
}

async function fanOut(stack: Stack): Promise<Counts> {
  const task = await stack.service.findTask('experiment');
  const left = await leftBy(stack, stack.queue, async () => {
    await runFanOut(stack, task, { items: ITEMS, atOnce: AT_ONCE });
  });
  const parent = left.executions.filter(({ type }) => type === WORKFLOWS.runFanOut);
  const events = parent.reduce((sum, each) => sum + each.events, 0);
  return {
    ...(await ofWork(`fan-out of ${ITEMS} items`, stack, left)),
    [`fan-out of ${ITEMS} items: events of the parent`]: {
      count: events,
      within: Math.round(events * SHARE),
    },
  };
}

async function ofWork(
  what: string,
  stack: Stack,
  { executions, events }: Left,
  share = SHARE,
): Promise<Counts> {
  const { trigger, list, get, ...rest } = countByKind((await stack.service.journal()).requests);
  const histories = await readHistories(stack, executions);
  const actions = histories.reduce((sum, each) => sum + actionsOf(each.events), 0);
  const about = (count: number): { count: number; within: number } => ({
    count,
    within: Math.max(2, Math.round(count * share)),
  });
  return {
    [`${what}: workflows`]: { count: executions.length, within: 2 },
    [`${what}: events`]: about(events),
    [`${what}: Actions`]: about(actions),
    [`${what}: triggers`]: { count: trigger },
    [`${what}: list pages`]: about(list),
    [`${what}: other requests`]: about(get + rest.cancel + rest.other),
  };
}
