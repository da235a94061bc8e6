import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseCount, parseSeconds } from '../input/parse-values.js';
import { withBackfillPlan } from './backfill-flags.js';
import {
  withCancel,
  withConnection,
  withExamples,
  withInterrupt,
  withOutput,
  withRecord,
} from './shared-flags.js';
import type { Verb } from './verb.js';
import { STATUSES } from './workflow-verbs.js';

const ID = 'ax-backfill/Relevance/1f0c';
const RANGE = '--task Relevance --space prod --start 2026-10-01 --end 2026-11-01';

/** Evaluating a range of the past: many windows of one task, in one workflow. */
export function addBackfillVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Schedules, backfills and coverage:');
  const backfill = program
    .command('backfill')
    .description('Evaluate a range of the past in windows: plan, start, watch, pause, resize, retry');
  addPlan(backfill, verb);
  addStart(backfill, verb);
  addLookers(backfill, verb);
  addControls(backfill, verb);
  addCancel(backfill, verb);
  addRetry(backfill, verb);
  withExamples(backfill, `backfill plan ${RANGE} --slice 6h`, `backfill start ${RANGE} --slice 6h`);
}

function addPlan(backfill: Command, verb: Verb): void {
  const plan = backfill
    .command('plan')
    .description('Show what a backfill would do and cost; starts nothing')
    .option('--save <file>', 'write the plan to a file that `backfill start --plan` takes')
    .action(verb(async () => (await import('../backfill/plan-backfill.js')).planBackfill));
  withOutput(withConnection(withBackfillPlan(plan)));
  withExamples(
    plan,
    `backfill plan ${RANGE} --slice 6h`,
    `backfill plan ${RANGE} --slice 1d --time-zone Europe/Berlin --save plan.json`,
  );
}

function addStart(backfill: Command, verb: Verb): void {
  const start = backfill
    .command('start')
    .description('Run a backfill: as planned from the same flags, or exactly a plan that was saved')
    .option('--plan <file>', 'a plan that `backfill plan` saved (- reads standard input)')
    .action(verb(async () => (await import('../backfill/start-backfill.js')).startBackfill));
  withOutput(withConnection(withInterrupt(withStart(withBackfillPlan(start)))));
  withExamples(
    start,
    'backfill start --plan plan.json --detach',
    `backfill start ${RANGE} --slice 6h --limit 20 --canary 3 --pause-at-failures 20%`,
  );
}

/** Flags of everything that starts a backfill. */
const withStart = (command: Command): Command =>
  command
    .option('-f, --force', 'do not ask where it is large')
    .option('--key <word>', 'makes it another backfill beside the same one')
    .option('-d, --detach', 'only start it');

function addLookers(backfill: Command, verb: Verb): void {
  const status = backfill
    .command('status <workflow-id>')
    .description('Show how it stands now')
    .action(verb(async () => (await import('../workflow/show-status.js')).showStatus));
  const watch = backfill
    .command('watch <workflow-id>')
    .description('Watch it to its end')
    .option('--timeout <s>', 'stop watching after seconds, or 30m, 2h', parseSeconds)
    .action(verb(async () => (await import('../workflow/watch-workflow.js')).watchWorkflow));
  const list = backfill
    .command('list')
    .description('List backfills, newest first')
    .option(
      '--status <status>',
      'running, completed, failed, cancelled, terminated or timed_out',
      parseChoice(STATUSES),
    )
    .option('--limit <n>', 'at most so many (default: 15)', parseCount)
    .addOption(new Option('--all', 'all of them').conflicts('limit'))
    .action(verb(async () => (await import('../backfill/list-backfills.js')).listBackfills));
  withOutput(withConnection(status));
  withOutput(withConnection(withInterrupt(watch)));
  withOutput(withConnection(list));
  withExamples(list, 'backfill list --status running');
}

function addControls(backfill: Command, verb: Verb): void {
  const pause = backfill
    .command('pause <workflow-id>')
    .description('Begin nothing new; runs that go on are waited for')
    .action(verb(async () => (await import('../control/control-pipeline.js')).pausePipeline));
  const resume = backfill
    .command('resume <workflow-id>')
    .description('Go on after a pause, also one that the backfill made itself')
    .action(verb(async () => (await import('../control/control-pipeline.js')).resumePipeline));
  const resize = backfill
    .command('resize <workflow-id> <n>')
    .description('Change how many runs go on at once; those that go on are left alone')
    .action(verb(async () => (await import('../backfill/resize-backfill.js')).resizeBackfill));
  for (const command of [pause, resume, resize]) withOutput(withConnection(withRecord(command)));
  withExamples(pause, `backfill pause ${ID} --reason "month-end load"`);
  withExamples(resize, `backfill resize ${ID} 40`);
}

function addCancel(backfill: Command, verb: Verb): void {
  const cancel = backfill
    .command('cancel <workflow-id>')
    .description('Begin nothing more, and cancel every run that goes on')
    .action(verb(async () => (await import('../workflow/cancel-workflow.js')).cancelWorkflow));
  withOutput(withConnection(withCancel(cancel)));
}

function addRetry(backfill: Command, verb: Verb): void {
  const retry = backfill
    .command('retry <workflow-id>')
    .description('Run windows again: in the backfill while it runs, else in a new one of the same options')
    .option('--failed', 'those that did not end well')
    .option('--unfinished', 'those that never began, where it has ended')
    .option('--unresolved', 'those of whose run it is not known whether there is one: there may be two')
    .action(verb(async () => (await import('../backfill/retry-backfill.js')).retryBackfill));
  withOutput(withConnection(withInterrupt(withStart(withRecord(retry)))));
  withExamples(retry, `backfill retry ${ID} --failed`, `backfill retry ${ID} --failed --unfinished --detach`);
}
