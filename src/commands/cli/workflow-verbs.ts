import { Option } from 'commander';
import type { Command } from 'commander';
import { VERDICTS } from '../../model/run/verdict.js';
import { parseChoice, parseSeconds } from '../input/parse-values.js';
import { REPORT_FORMATS } from '../../report/result-view.js';
import { withConnection } from './connection-flags.js';
import { withCancel, withInterrupt, withOutput, withReports, withWorkflowFilter } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

const ID = 'ax-pipeline/nightly/1f0c';
/** By noun. */
const IDS: Readonly<Record<string, string>> = { backfill: 'ax-backfill/Relevance/1f0c' };

export function addWorkflow(program: Command, addVerb: AddVerb): void {
  const workflow = addNoun(program, 'workflow', {
    summary: 'Inspect and cancel pipelines, backfills and runs',
    examples: ['list --status running', `status ${ID}`],
  });
  addList(workflow, addVerb);
  addStatus(workflow, addVerb);
  addWatch(workflow, addVerb);
  addExplain(workflow, addVerb);
  addReport(workflow, addVerb);
  addCancel(workflow, addVerb, 'Cancel a workflow and every run it started');
}

function addList(workflow: Command, addVerb: AddVerb): void {
  const list = addVerb(
    workflow,
    'list',
    {
      summary: 'List pipelines, backfills, runs and waits, newest first',
      details:
        'A workflow that ended is shown by its verdict, which is read from its result: a pipeline with a failed gate is failed, although Temporal calls it completed.',
      examples: ['--status running', '--verdict failed --name nightly', '--all -o csv'],
    },
    async () => (await import('../workflow/list-workflows.js')).listWorkflows,
  );
  list
    .option('-n, --name <name>', 'only pipelines, or runs and backfills of the task, with this name')
    .option('--task <name-or-id>', 'only workflows that trigger this task')
    .option(
      '--verdict <verdict>',
      'only ended workflows with this verdict: good, errors, failed, cancelled or running',
      parseChoice(VERDICTS),
    );
  withOutput(withConnection(withWorkflowFilter(list)));
}

/** `workflow status ID` and `backfill status ID`. */
export function addStatus(noun: Command, addVerb: AddVerb): void {
  const status = addVerb(
    noun,
    'status <id>',
    { summary: `Show the current state of a ${noun.name()}`, examples: [IDS[noun.name()] ?? ID] },
    async () => (await import('../workflow/show-status.js')).showStatus,
  );
  withOutput(withConnection(status));
}

/** `workflow watch ID`, and its short form `watch ID`. */
export const addWatch = (parent: Command, addVerb: AddVerb): Command =>
  withOutput(withConnection(withReports(watchVerb('workflow', parent, addVerb))));

/** `backfill watch ID`: as {@link addWatch}, without reports. */
export const addBackfillWatch = (parent: Command, addVerb: AddVerb): Command =>
  withOutput(withConnection(watchVerb('backfill', parent, addVerb)));

function watchVerb(what: string, parent: Command, addVerb: AddVerb): Command {
  const watch = addVerb(
    parent,
    'watch <id>',
    {
      summary: `Watch a ${what} until it ends`,
      details: 'Ctrl-C stops watching; the workflow continues.',
      examples: [`${IDS[what] ?? ID} --timeout 30m`],
    },
    async () => (await import('../workflow/watch-workflow.js')).watchWorkflow,
  );
  watch.option(
    '--timeout <s>',
    'maximum time to watch: seconds, or 30m, 2h (default: no limit)',
    parseSeconds,
  );
  return withInterrupt(watch);
}

/** `workflow explain ID`, and its short form `explain ID`. */
export function addExplain(parent: Command, addVerb: AddVerb): Command {
  const explain = addVerb(
    parent,
    'explain <id> [step]',
    {
      summary: 'Explain why a workflow or a step waits, or how it ended',
      examples: [ID, `${ID} release`],
    },
    async () => (await import('../explain/explain.js')).explain,
  );
  return withOutput(withConnection(explain));
}

function addReport(workflow: Command, addVerb: AddVerb): void {
  const report = addVerb(
    workflow,
    'report <id>',
    {
      summary: 'Write the result as HTML, JUnit XML, Markdown or JSON',
      details: 'ID is a workflow ID, or a file that was written with -o FILE.json.',
      examples: [ID, `${ID} -o junit.xml`, 'result.json -o markdown'],
    },
    async () => (await import('../report/show-report.js')).showReport,
  );
  report
    .addOption(
      new Option(
        '-o, --output <where>',
        'html, junit, markdown or json, or a file that ends in .html, .xml, .md or .json (default: an HTML file)',
      ),
    )
    .addOption(
      new Option('--format <format>', 'format of a file with another ending').choices(REPORT_FORMATS),
    )
    .addOption(new Option('--debug', 'show the stack of an error'));
  withConnection(report);
}

/** `workflow cancel ID` and `backfill cancel ID`. */
export function addCancel(noun: Command, addVerb: AddVerb, summary: string): void {
  const cancel = addVerb(
    noun,
    'cancel <id>',
    { summary, examples: [`${IDS[noun.name()] ?? ID} --force`] },
    async () => (await import('../workflow/cancel-workflow.js')).cancelWorkflow,
  );
  withOutput(withConnection(withCancel(cancel)));
}
