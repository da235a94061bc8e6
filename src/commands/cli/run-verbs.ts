import { Option } from 'commander';
import type { Command } from 'commander';
import { RUN_STATUSES } from '../../model/api/task-run.js';
import { parseChoice, parseCount, parseIds } from '../input/parse-values.js';
import { withConnection } from './connection-flags.js';
import {
  onAmbiguous,
  onNameTaken,
  shareDataset,
  settle,
  withForce,
  withNotify,
  withOutput,
  withPages,
  withReports,
  withSpace,
  withWait,
} from './shared-flags.js';
import type { AddVerb } from './verb.js';

const RUN_ID = 'VGFza1J1bjo5OTphYmNk';

/** The verbs of `ax tasks` for runs. */
export function addRunVerbs(program: Command, addVerb: AddVerb): void {
  addTriggerRun(program, addVerb);
  addListRuns(program, addVerb);
  addGetRun(program, addVerb);
  addCancelRun(program, addVerb);
  addWaitForRun(program, addVerb);
}

function addTriggerRun(program: Command, addVerb: AddVerb): void {
  const trigger = addVerb(
    program,
    'trigger-run <task>',
    {
      summary: 'Trigger a run of a task exactly once',
      details: 'The same command again attaches to the run that the first one triggered.',
      examples: [
        'Relevance --space prod --wait \\\n--data-start-time 2026-11-01T00:00:00Z \\\n--data-end-time 2026-11-02T00:00:00Z',
        'Answer --space prod --experiment-name nightly-42 \\\n--wait --timeout 2h',
      ],
    },
    async () => (await import('../run/trigger-run.js')).triggerRun,
  );
  trigger
    .option('-w, --wait', 'wait until the run has ended')
    .option('--key <text>', 'trigger another run beside an identical one, identified by this key')
    .addOption(onAmbiguous())
    .addOption(settle());
  withEvaluationTrigger(trigger);
  withExperimentTrigger(trigger);
  trigger.option('-f, --force', 'do not ask about a window that ends in the future');
  withOutput(withConnection(withReports(withWait(withNotify(withSpace(trigger))))));
}

function withEvaluationTrigger(command: Command): void {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup('Evaluation tasks:');
  command
    .addOption(
      add('--data-start-time <time>', 'start of the window: 2026-11-01, or now-24h (default: the last run)'),
    )
    .addOption(add('--data-end-time <time>', 'end of the window: like the start (default: now)'))
    .addOption(add('--window <window>', 'both in one word, such as yesterday or last-week'))
    .addOption(add('--time-zone <name>', 'time zone of local times (default: UTC)'))
    .addOption(
      add('--max-spans <n>', 'maximum number of spans to process (default: 10000)').argParser(parseCount),
    )
    .addOption(add('--override-evaluations', 're-evaluate data that already has labels'))
    .addOption(add('--no-override-evaluations', 'skip data that already has labels').default(undefined))
    .addOption(
      add('--experiment-ids <ids>', 'comma-separated experiment IDs (dataset tasks only)').argParser(
        parseIds,
      ),
    );
}

function withExperimentTrigger(command: Command): void {
  const add = (flags: string, description: string): Option =>
    new Option(flags, description).helpGroup('Run-experiment tasks:');
  command
    .addOption(add('--experiment-name <name>', 'name of the new experiment (default: generated)'))
    .addOption(onNameTaken().helpGroup('Run-experiment tasks:'))
    .addOption(shareDataset().helpGroup('Run-experiment tasks:'))
    .addOption(add('--query-filter <expression>', 'run only examples that match this filter'))
    .addOption(add('--dataset-version-id <id>', 'version of the dataset (default: latest)'))
    .addOption(
      add('--example-ids <ids>', 'comma-separated IDs of the examples to run')
        .argParser(parseIds)
        .conflicts('maxExamples'),
    )
    .addOption(add('--max-examples <n>', 'maximum number of examples to run').argParser(parseCount))
    .addOption(add('--tracing-metadata <json>', 'metadata for the traces: JSON object, @file.json or @-'))
    .addOption(
      add(
        '--evaluation-task-ids <ids>',
        'comma-separated IDs of evaluation tasks that the service runs afterwards',
      ).argParser(parseIds),
    );
}

function addListRuns(program: Command, addVerb: AddVerb): void {
  const list = addVerb(
    program,
    'list-runs <task>',
    {
      summary: 'List the runs of a task, newest first',
      examples: ['Relevance --space prod --status failed -o csv'],
    },
    async () => (await import('../run/list-runs.js')).listRuns,
  );
  list.option(
    '--status <status>',
    'only runs of this status: pending, running, completed, failed or cancelled',
    parseChoice(RUN_STATUSES),
  );
  withOutput(withConnection(withPages(withSpace(list))));
}

function addGetRun(program: Command, addVerb: AddVerb): void {
  const get = addVerb(
    program,
    'get-run <run-id>',
    { summary: 'Show a run', examples: [RUN_ID, `${RUN_ID} -o json`] },
    async () => (await import('../run/get-run.js')).getRun,
  );
  withOutput(withConnection(get));
}

function addCancelRun(program: Command, addVerb: AddVerb): void {
  const cancel = addVerb(
    program,
    'cancel-run <run-id>',
    { summary: 'Cancel a run that is pending or running', examples: [`${RUN_ID} --force`] },
    async () => (await import('../run/cancel-run.js')).cancelRun,
  );
  withOutput(withConnection(withForce(cancel)));
}

function addWaitForRun(program: Command, addVerb: AddVerb): void {
  const wait = addVerb(
    program,
    'wait-for-run <run-id>',
    {
      summary: 'Wait until a run has ended',
      examples: [`${RUN_ID} --timeout 2h`],
    },
    async () => (await import('../run/wait-for-run.js')).waitForRun,
  );
  withOutput(withConnection(withReports(withWait(withNotify(wait)))));
}
