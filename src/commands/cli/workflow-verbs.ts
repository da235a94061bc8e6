import { Option } from 'commander';
import type { Command } from 'commander';
import { parseSeconds } from '../input/parse-values.js';
import { REPORT_FORMATS } from '../report/report-target.js';
import { withConnection } from './connection-flags.js';
import { withCancel, withInterrupt, withOutput, withReports, withWorkflowFilter } from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

const ID = 'ax-pipeline/nightly/1f0c';

export function addWorkflow(program: Command, addVerb: AddVerb): void {
  const workflow = addNoun(program, 'workflow', {
    summary: 'Inspect and cancel anything that was started: pipelines, backfills, runs',
    examples: ['workflow list --status running', `workflow status ${ID}`],
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
      examples: ['workflow list --status running'],
    },
    async () => (await import('../workflow/list-workflows.js')).listWorkflows,
  );
  withOutput(withConnection(withWorkflowFilter(list)));
}

/** `workflow status ID` and `backfill status ID`. */
export function addStatus(noun: Command, addVerb: AddVerb): void {
  const status = addVerb(
    noun,
    'status <id>',
    { summary: `Show the current state of a ${noun.name()}` },
    async () => (await import('../workflow/show-status.js')).showStatus,
  );
  withOutput(withConnection(status));
}

/** `workflow watch ID`, and its short form `watch ID`. */
export const addWatch = (parent: Command, addVerb: AddVerb): Command =>
  withReports(addWatchOf('workflow', parent, addVerb));

export function addWatchOf(what: string, parent: Command, addVerb: AddVerb): Command {
  const watch = addVerb(
    parent,
    'watch <id>',
    { summary: `Watch a ${what} until it ends` },
    async () => (await import('../workflow/watch-workflow.js')).watchWorkflow,
  );
  watch.option(
    '--timeout <s>',
    'maximum time to watch: seconds, or 30m, 2h (default: no limit)',
    parseSeconds,
  );
  return withOutput(withConnection(withInterrupt(watch)));
}

/** `workflow explain ID`, and its short form `explain ID`. */
export function addExplain(parent: Command, addVerb: AddVerb): Command {
  const explain = addVerb(
    parent,
    'explain <id> [step]',
    {
      summary: 'Explain why a workflow or step waits or how it ended',
      examples: [`explain ${ID}`, `explain ${ID} release`],
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
      details: 'Instead of a workflow ID it also takes the file of a result saved as JSON.',
      examples: [
        `workflow report ${ID}`,
        `workflow report ${ID} -o junit.xml`,
        'workflow report result.json -o markdown',
      ],
    },
    async () => (await import('../report/show-report.js')).showReport,
  );
  report
    .addOption(
      new Option(
        '-o, --output <where>',
        'html, junit, markdown or json for standard output, or a file that ends in .html, .xml, .md or .json (default: an HTML file)',
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
    { summary },
    async () => (await import('../workflow/cancel-workflow.js')).cancelWorkflow,
  );
  withOutput(withConnection(withCancel(cancel)));
}
