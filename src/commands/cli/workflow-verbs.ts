import { Option } from 'commander';
import type { Command } from 'commander';
import { parseChoice, parseCount, parseSeconds } from '../input/parse-values.js';
import { withInputs } from './file-verbs.js';
import {
  withCancel,
  withConnection,
  withExamples,
  withInterrupt,
  withOutput,
  withReports,
} from './shared-flags.js';
import { addReport } from './report-verb.js';
import type { Verb } from './verb.js';

export const STATUSES = ['RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT'] as const;

/** Pipelines, and everything that was started before. */
export function addWorkflowVerbs(program: Command, verb: Verb): void {
  program.commandsGroup('Pipelines and workflows:');
  addRun(program, verb);
  addPlan(program, verb);
  addStatus(program, verb);
  addWatch(program, verb);
  addExplain(program, verb);
  addReport(program, verb);
  addCancel(program, verb);
  addRerun(program, verb);
  addListWorkflows(program, verb);
}

function addRun(program: Command, verb: Verb): void {
  const run = program
    .command('run <file>')
    .description('Run a pipeline file (YAML or JSON; - reads standard input)')
    .option('--key <word>', 'makes it another pipeline beside the same one that runs')
    .option('-d, --detach', 'only start it')
    .action(verb(async () => (await import('../pipeline/run-pipeline.js')).runPipeline));
  withOutput(withConnection(withReports(withInterrupt(withInputs(run)))));
  withExamples(
    run,
    'run pipeline.yaml',
    'run pipeline.yaml --input model=small --detach -o json',
    'run pipeline.yaml --junit pipeline.xml',
  );
}

function addPlan(program: Command, verb: Verb): void {
  const plan = program
    .command('plan <file>')
    .description('Show what a pipeline file would run, in which order; starts nothing')
    .addOption(new Option('--offline', 'do not ask the service for the tasks'))
    .action(verb(async () => (await import('../pipeline/plan-pipeline.js')).planPipeline));
  withOutput(withConnection(withInputs(plan)), ['mermaid']);
  withExamples(plan, 'plan pipeline.yaml', 'plan pipeline.yaml --offline -o mermaid');
}

function addStatus(program: Command, verb: Verb): void {
  const status = program
    .command('status <workflow-id>')
    .description('Show how it stands now')
    .action(verb(async () => (await import('../workflow/show-status.js')).showStatus));
  withOutput(withConnection(status));
}

function addWatch(program: Command, verb: Verb): void {
  const watch = program
    .command('watch <workflow-id>')
    .description('Watch it to its end')
    .option('--timeout <s>', 'stop watching after seconds, or 30m, 2h', parseSeconds)
    .action(verb(async () => (await import('../workflow/watch-workflow.js')).watchWorkflow));
  withOutput(withConnection(withReports(withInterrupt(watch))));
}

function addExplain(program: Command, verb: Verb): void {
  const explain = program
    .command('explain <workflow-id> [step]')
    .description('Say why it waits, or how it ended, and what can be done')
    .action(verb(async () => (await import('../explain/explain.js')).explain));
  withOutput(withConnection(explain));
  withExamples(explain, 'explain ax-pipeline/nightly/1f0c', 'explain ax-pipeline/nightly/1f0c release');
}

function addRerun(program: Command, verb: Verb): void {
  const rerun = program
    .command('rerun <workflow-id>')
    .description('Run a pipeline that ended again, but for the steps that are kept')
    .option('--from <step>', 'this step and all that follows it')
    .addOption(
      new Option('--failed', 'the steps that did not end well, and all that follows them').conflicts('from'),
    )
    .option('--key <word>', 'makes it another rerun beside the same one')
    .option('-d, --detach', 'only start it')
    .action(verb(async () => (await import('../pipeline/rerun-pipeline.js')).rerunPipeline));
  withOutput(withConnection(withReports(withInterrupt(rerun))));
  withExamples(
    rerun,
    'rerun ax-pipeline/nightly/1f0c --failed',
    'rerun ax-pipeline/nightly/1f0c --from score --detach',
  );
}

function addCancel(program: Command, verb: Verb): void {
  const cancel = program
    .command('cancel <workflow-id>')
    .description('Cancel it with every run it started')
    .action(verb(async () => (await import('../workflow/cancel-workflow.js')).cancelWorkflow));
  withOutput(withConnection(withCancel(cancel)));
}

function addListWorkflows(program: Command, verb: Verb): void {
  const list = program
    .command('list-workflows')
    .description('List pipelines, backfills, runs and waits')
    .option(
      '--status <status>',
      'running, completed, failed, cancelled, terminated or timed_out',
      parseChoice(STATUSES),
    )
    .option('--limit <n>', 'at most so many (default: 15)', parseCount)
    .addOption(new Option('--all', 'all of them').conflicts('limit'))
    .action(verb(async () => (await import('../workflow/list-workflows.js')).listWorkflows));
  withOutput(withConnection(list));
  withExamples(list, 'list-workflows --status running');
}
