import { against, alone, type Figure } from '../report/figure.js';
import type { Stack } from '../stack/stack.js';
import { costOf, type Cost } from '../work/cost.js';
import { eventsIn, listExecutions, readHistories } from '../work/histories.js';
import { evaluationInput, executeBare, experimentInput } from '../work/start.js';
import { withStack, type Bench, type Scenario } from './scenario.js';

const POLL_MS = 1000;
const [SHORT_S, LONG_S] = [2, 12];

export const loneRun: Scenario = {
  name: 'lone-run',
  title: 'A lone run: what it leaves in histories, and what it asks (exact counts)',
  run: async (bench: Bench) =>
    withStack(bench, SHORT_S, async (stack) => ({ figures: await figuresOf(stack), notes })),
};

const notes = [
  `Runs of ${SHORT_S} s, polled every second. The slope is of a run of ${LONG_S} s.`,
  'Actions are counted from the histories, without heartbeats.',
];

async function figuresOf(stack: Stack): Promise<readonly Figure[]> {
  const evaluation = await stack.service.findTask('evaluation');
  const experiment = await stack.service.findTask('experiment');
  const bare = await bareEvents(stack);
  const beside = { name: 'bare', value: bare };
  const byId = await costOf(stack, evaluationInput(evaluation, 'by ID', POLL_MS));
  const byName = await costOf(stack, evaluationInput(evaluation, 'by name', POLL_MS));
  const oneExperiment = await costOf(stack, experimentInput(experiment, 'by ID', POLL_MS));
  const namedExperiment = await costOf(stack, experimentInput(experiment, 'by name', POLL_MS));
  await stack.service.setBehaviour({ runSeconds: LONG_S });
  const long = await costOf(stack, evaluationInput(evaluation, 'by ID', POLL_MS));
  return [
    against('events of an evaluation, by ID', byId.events, '', beside, '≤ 24'),
    against('events of an evaluation, by name', byName.events, '', beside, '≤ 30'),
    alone('events of its turn and watcher', byId.eventsBeside, ''),
    against('events of an experiment, by ID', oneExperiment.events, '', beside),
    against('events of an experiment, by name', namedExperiment.events, '', beside),
    alone('events a minute of duration', slopeOf(byId, long), '', '0'),
    alone('Actions of an evaluation, by ID', byId.actions, ''),
    alone('Actions of an experiment, by ID', oneExperiment.actions, ''),
    alone('requests of an evaluation, by ID', byId.requests, ''),
    alone('requests of an evaluation, by name', byName.requests, ''),
    alone('requests of an experiment, by ID', oneExperiment.requests, ''),
  ];
}

/** All histories of the run together, so that a watcher that grows in its place shows. */
const slopeOf = (short: Cost, long: Cost): number =>
  ((long.events + long.eventsBeside - short.events - short.eventsBeside) * 60) / (LONG_S - SHORT_S);

async function bareEvents(stack: Stack): Promise<number> {
  await executeBare(stack, 'twoActivities');
  return eventsIn(await readHistories(stack, await listExecutions(stack, stack.bareQueue)));
}
