import { Option } from 'commander';
import type { Command } from 'commander';
import { AMBIGUITY_POLICIES } from '../../model/api/policies.js';
import { RUN_STATUSES } from '../../model/api/task-run.js';
import { parseChoice, parseCount, parseIds, parseSeconds, parseTime } from '../input/parse-values.js';
import {
  withConnection,
  withExamples,
  withOutput,
  withPages,
  withReports,
  withSpace,
  withWait,
} from './shared-flags.js';
import type { Verb } from './verb.js';

/** The verbs of `ax tasks` for runs. */
export function addRunVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Runs:');
  addTriggerRun(program, verb);
  addListRuns(program, verb);
  addGetRun(program, verb);
  addCancelRun(program, verb);
  addWaitForRun(program, verb);
  addSweep(program, verb);
}

function addTriggerRun(program: Command, verb: Verb): void {
  const trigger = program
    .command('trigger-run <task>')
    .description('Trigger a run of a task, once; repeated, it attaches to the first')
    .option('-w, --wait', 'wait until the run has ended')
    .option('--key <word>', 'makes it another run where the same one was made before')
    .addOption(
      new Option(
        '--on-ambiguous <policy>',
        'where no run shows up after a lost answer: retry (default) or fail',
      ).argParser(parseChoice(AMBIGUITY_POLICIES)),
    )
    .addOption(
      new Option('--settle <s>', 'how long a run may take to show up in the list (default: 15s)').argParser(
        parseSeconds,
      ),
    )
    .action(verb(async () => (await import('../run/trigger-run.js')).triggerRun));
  withEvaluationTrigger(trigger);
  withExperimentTrigger(trigger);
  withOutput(withConnection(withReports(withWait(withSpace(trigger)))));
  withExamples(
    trigger,
    'trigger-run Relevance --space prod --data-start-time 2026-11-01T00:00:00Z --data-end-time 2026-11-02T00:00:00Z',
    'trigger-run Answer --space prod --experiment-name nightly-42 --wait --timeout 2h',
  );
}

function withEvaluationTrigger(command: Command): void {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup('Evaluation tasks:');
  command
    .addOption(
      add('--data-start-time <time>', 'start of the window, with zone (default: the last run)').argParser(
        parseTime,
      ),
    )
    .addOption(
      add('--data-end-time <time>', 'end of the window, with zone (default: now)').argParser(parseTime),
    )
    .addOption(add('--max-spans <n>', 'at most so many spans (default: 10000)').argParser(parseCount))
    .addOption(add('--override-evaluations', 'evaluate again what has labels'))
    .addOption(add('--no-override-evaluations', 'leave alone what has labels').default(undefined))
    .addOption(
      add('--experiment-ids <ids>', 'experiments to evaluate, separated by commas').argParser(parseIds),
    );
}

function withExperimentTrigger(command: Command): void {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup('Run-experiment tasks:');
  command
    .addOption(add('--experiment-name <name>', 'name of the experiment (default: made up)'))
    .addOption(add('--query-filter <expression>', 'only examples that match'))
    .addOption(add('--dataset-version-id <id>', 'default: the latest'))
    .addOption(
      add('--example-ids <ids>', 'only these examples, separated by commas')
        .argParser(parseIds)
        .conflicts('maxExamples'),
    )
    .addOption(add('--max-examples <n>', 'at most so many examples').argParser(parseCount))
    .addOption(add('--tracing-metadata <json>', 'for the traces: JSON object, @file.json or @-'))
    .addOption(
      add('--evaluation-task-ids <ids>', 'evaluation tasks that the service starts afterwards').argParser(
        parseIds,
      ),
    );
}

function addListRuns(program: Command, verb: Verb): void {
  const list = program
    .command('list-runs <task>')
    .description('List the runs of a task, newest first')
    .option(
      '--status <status>',
      'pending, running, completed, failed or cancelled',
      parseChoice(RUN_STATUSES),
    )
    .action(verb(async () => (await import('../run/list-runs.js')).listRuns));
  withOutput(withConnection(withPages(withSpace(list))));
  withExamples(list, 'list-runs Relevance --space prod --status failed');
}

function addGetRun(program: Command, verb: Verb): void {
  const get = program
    .command('get-run <run-id>')
    .description('Show a run')
    .action(verb(async () => (await import('../run/get-run.js')).getRun));
  withOutput(withConnection(get));
}

function addCancelRun(program: Command, verb: Verb): void {
  const cancel = program
    .command('cancel-run <run-id>')
    .description('Cancel a run that is pending or running')
    .option('-f, --force', 'do not ask')
    .action(verb(async () => (await import('../run/cancel-run.js')).cancelRun));
  withOutput(withConnection(cancel));
}

function addWaitForRun(program: Command, verb: Verb): void {
  const wait = program
    .command('wait-for-run <run-id>')
    .description('Wait durably for a run that was started elsewhere')
    .action(verb(async () => (await import('../run/wait-for-run.js')).waitForRun));
  withOutput(withConnection(withReports(withWait(wait))));
  withExamples(wait, 'wait-for-run VGFza1J1bjo5OTphYmNk --timeout 2h');
}

function addSweep(program: Command, verb: Verb): void {
  const sweep = program
    .command('sweep')
    .description('Find runs made with our key that no workflow has any more')
    .option('--task <task>', 'of this task alone; may be repeated (default: all)', collected)
    .option('--grace <s>', 'look twice, so far apart: seconds, or 30s, 2m (default: 2m)', parseSeconds)
    .addOption(new Option('--adopt', 'wait for them in workflows of their own').conflicts('cancel'))
    .option('--cancel', 'cancel them')
    .option('-f, --force', 'do not ask before --cancel')
    .addOption(
      new Option('--every <s>', 'sweep by a schedule from now on: every 1h, 30m').argParser(parseSeconds),
    )
    .addOption(new Option('--unschedule', 'remove that schedule').conflicts('every'))
    .action(verb(async () => (await import('../sweep/sweep.js')).sweep));
  withOutput(withConnection(withSpace(sweep)));
  withExamples(sweep, 'sweep --space prod', 'sweep --cancel', 'sweep --adopt --every 1h');
}

const collected = (value: string, before: string[] = []): string[] => [...before, value];
