import type { Command } from 'commander';
import { withBackfillPlan } from './backfill-flags.js';
import { withConnection } from './connection-flags.js';
import {
  withForce,
  withInterrupt,
  withNotify,
  withOutput,
  withRecord,
  withStart,
  withWorkflowFilter,
} from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';
import { addBackfillWatch, addCancel, addStatus } from './workflow-verbs.js';

const ID = 'ax-backfill/Relevance/1f0c';
const RANGE = '--task Relevance --space prod \\\n--start 2026-10-01 --end 2026-11-01';

/** Evaluating a range of the past: many windows of one task, in one workflow. */
export function addBackfill(program: Command, addVerb: AddVerb): void {
  const backfill = addNoun(program, 'backfill', {
    summary: 'Evaluate a past time range in windows',
    examples: [`plan ${RANGE} --slice 6h`, `start ${RANGE} --slice 6h`],
  });
  addPlan(backfill, addVerb);
  addStart(backfill, addVerb);
  addList(backfill, addVerb);
  addStatus(backfill, addVerb);
  addBackfillWatch(backfill, addVerb);
  addPauseAndResume(backfill, addVerb);
  addResize(backfill, addVerb);
  addCancel(backfill, addVerb, 'Cancel a backfill and every run in progress');
  addRetry(backfill, addVerb);
}

function addPlan(backfill: Command, addVerb: AddVerb): void {
  const plan = addVerb(
    backfill,
    'plan',
    {
      summary: 'Show what a backfill would run and cost; start nothing',
      examples: [`${RANGE} --slice 6h`, `${RANGE} \\\n--slice 1d --time-zone Europe/Berlin --save plan.json`],
    },
    async () => (await import('../backfill/plan-backfill.js')).planBackfill,
  );
  plan.option('--save <file>', 'write the plan to a file for `backfill start --plan`');
  withOutput(withConnection(withBackfillPlan(plan)));
}

function addStart(backfill: Command, addVerb: AddVerb): void {
  const start = addVerb(
    backfill,
    'start',
    {
      summary: 'Start a backfill from flags or from a saved plan',
      details: 'Asks for confirmation if the backfill is large.',
      examples: [
        '--plan plan.json --detach',
        `${RANGE} --slice 6h \\\n--concurrency 20 --canary 3 --pause-at-failures 20%`,
      ],
    },
    async () => (await import('../backfill/start-backfill.js')).startBackfill,
  );
  start.option('--plan <file>', 'start exactly this saved plan (- for standard input)');
  withOutput(withConnection(withInterrupt(withNotify(withStart(withForce(withBackfillPlan(start)))))));
}

function addList(backfill: Command, addVerb: AddVerb): void {
  const list = addVerb(
    backfill,
    'list',
    { summary: 'List backfills, newest first', examples: ['--status running'] },
    async () => (await import('../backfill/list-backfills.js')).listBackfills,
  );
  withOutput(withConnection(withWorkflowFilter(list)));
}

function addPauseAndResume(backfill: Command, addVerb: AddVerb): void {
  const pause = addVerb(
    backfill,
    'pause <id>',
    {
      summary: 'Pause a backfill; runs in progress continue',
      examples: [`${ID} --reason "month-end load"`],
    },
    async () => (await import('../pipeline/control-pipeline.js')).pausePipeline,
  );
  const resume = addVerb(
    backfill,
    'resume <id>',
    { summary: 'Resume a paused backfill', examples: [ID] },
    async () => (await import('../pipeline/control-pipeline.js')).resumePipeline,
  );
  for (const command of [pause, resume]) withOutput(withConnection(withRecord(command)));
}

function addResize(backfill: Command, addVerb: AddVerb): void {
  const resize = addVerb(
    backfill,
    'resize <id> <n>',
    {
      summary: 'Change the concurrency of a backfill',
      details: 'N is the maximum number of runs at once. Runs in progress are not interrupted.',
      examples: [`${ID} 40`],
    },
    async () => (await import('../backfill/resize-backfill.js')).resizeBackfill,
  );
  withOutput(withConnection(withRecord(resize)));
}

function addRetry(backfill: Command, addVerb: AddVerb): void {
  const retry = addVerb(
    backfill,
    'retry <id>',
    {
      summary: 'Run windows of a backfill again',
      details:
        'A running backfill runs them itself; for a finished one, a new backfill is started with the same options.',
      examples: [`${ID} --failed`, `${ID} --failed --unfinished -d`],
    },
    async () => (await import('../backfill/retry-backfill.js')).retryBackfill,
  );
  retry
    .option('--failed', 'windows that did not succeed')
    .option('--unfinished', 'windows that never started (ended backfills only)')
    .option('--unresolved', 'windows that may have a run, which is looked for first');
  withOutput(withConnection(withInterrupt(withNotify(withStart(withForce(withRecord(retry)))))));
}
