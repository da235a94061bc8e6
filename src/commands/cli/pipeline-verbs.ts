import { Option } from 'commander';
import type { Command } from 'commander';
import type * as controls from '../pipeline/control-pipeline.js';
import { withConnection } from './connection-flags.js';
import {
  collect,
  withForce,
  withInterrupt,
  withNotify,
  withOutput,
  withRecord,
  withReports,
  withStart,
} from './shared-flags.js';
import { addNoun } from './verb.js';
import type { AddVerb } from './verb.js';

const ID = 'ax-pipeline/nightly/1f0c';

export function addPipeline(program: Command, addVerb: AddVerb): void {
  const pipeline = addNoun(program, 'pipeline', {
    summary: 'Run pipeline files and control running pipelines',
    examples: ['plan pipeline.yaml', 'run pipeline.yaml'],
  });
  pipeline.commandsGroup('Files:');
  addRunFile(pipeline, addVerb);
  addValidate(pipeline, addVerb);
  addPlan(pipeline, addVerb);
  pipeline.commandsGroup('Running pipelines:');
  addPauseAndResume(pipeline, addVerb);
  addSkipAndRetry(pipeline, addVerb);
  addDecisions(pipeline, addVerb);
  pipeline.commandsGroup('Finished pipelines:');
  addRerun(pipeline, addVerb);
}

/** `pipeline run FILE`, and its short form `run FILE`. */
export function addRunFile(parent: Command, addVerb: AddVerb): Command {
  const run = addVerb(
    parent,
    'run <file>',
    {
      summary: 'Run a pipeline file',
      details:
        'FILE is YAML or JSON; - reads standard input. If the same pipeline is running, the command attaches to it. Everything that the file names is looked up first, as by plan; if something is missing, nothing starts.',
      examples: [
        'pipeline.yaml',
        'pipeline.yaml --input model=small --detach -o json',
        'pipeline.yaml --junit pipeline.xml',
      ],
    },
    async () => (await import('../pipeline/run-pipeline.js')).runPipeline,
  );
  run.addOption(new Option('--no-check', 'start without looking up what the file names'));
  return withOutput(withConnection(withReports(withInterrupt(withNotify(withStart(withInputs(run)))))));
}

/** `pipeline validate FILE`, and its short form `validate FILE`. */
export function addValidate(parent: Command, addVerb: AddVerb): Command {
  const validate = addVerb(
    parent,
    'validate <file...>',
    {
      summary: 'Check pipeline files and report every problem',
      details: 'Problems have their line and column.',
      examples: ['pipeline.yaml', 'pipelines/*.yaml -o json'],
    },
    async () => (await import('../pipeline/validate.js')).validate,
  );
  return withOutput(withInputs(validate));
}

function addPlan(pipeline: Command, addVerb: AddVerb): void {
  const plan = addVerb(
    pipeline,
    'plan <file>',
    {
      summary: 'Show what a pipeline file would run; start nothing',
      examples: ['pipeline.yaml', 'pipeline.yaml --offline -o mermaid'],
    },
    async () => (await import('../pipeline/plan-pipeline.js')).planPipeline,
  );
  plan.addOption(new Option('--offline', 'do not look up what the file names'));
  withOutput(withConnection(withInputs(plan)), ['mermaid']);
}

function addRerun(pipeline: Command, addVerb: AddVerb): void {
  const rerun = addVerb(
    pipeline,
    'rerun <id>',
    {
      summary: 'Run a finished pipeline again, reusing the steps that succeeded',
      details:
        'With --file, steps that succeeded are kept if the changed file leaves them as they were. Inputs keep their values.',
      examples: [
        `${ID} --failed`,
        `${ID} --from score --detach`,
        `${ID} --failed --file fixed.yaml`,
        `${ID} --gates --file fixed.yaml`,
      ],
    },
    async () => (await import('../pipeline/rerun-pipeline.js')).rerunPipeline,
  );
  rerun
    .option('--from <step>', 'rerun this step and every step that depends on it')
    .addOption(
      new Option('--failed', 'rerun the steps that failed and every step that depends on them').conflicts(
        'from',
      ),
    )
    .addOption(
      new Option(
        '--gates',
        'judge the gates that failed again, on the runs there are; run what was skipped because of them',
      ).conflicts(['from', 'failed']),
    )
    .option('--file <file>', 'rerun with this changed pipeline file (- for standard input)')
    .addOption(new Option('--no-check', 'start without looking up what the changed file names'));
  withOutput(withConnection(withReports(withInterrupt(withNotify(withStart(withForce(rerun)))))));
}

function addPauseAndResume(pipeline: Command, addVerb: AddVerb): void {
  addControl(pipeline, addVerb, 'pause <id>', 'pausePipeline', {
    summary: 'Pause a pipeline; runs in progress continue',
    example: `${ID} --reason "out of quota"`,
  });
  addControl(pipeline, addVerb, 'resume <id>', 'resumePipeline', {
    summary: 'Resume a paused pipeline',
    example: ID,
  });
}

function addSkipAndRetry(pipeline: Command, addVerb: AddVerb): void {
  addControl(pipeline, addVerb, 'skip <id> <step>', 'skipStep', {
    summary: 'Skip a step that has not ended',
    example: `${ID} policy`,
  });
  addControl(pipeline, addVerb, 'retry <id> <step>', 'retryStep', {
    summary: 'Retry a step that did not succeed',
    example: `${ID} score`,
  });
}

function addDecisions(pipeline: Command, addVerb: AddVerb): void {
  addControl(pipeline, addVerb, 'approve <id> <step>', 'approveStep', {
    summary: 'Approve a step that waits for approval',
    example: `${ID} release`,
  });
  addControl(pipeline, addVerb, 'reject <id> <step>', 'rejectStep', {
    summary: 'Reject a step that waits for approval',
    example: `${ID} release --reason worse`,
  });
}

function addControl(
  pipeline: Command,
  addVerb: AddVerb,
  usage: string,
  control: keyof typeof controls,
  { summary, example }: { summary: string; example: string },
): void {
  const verb = addVerb(
    pipeline,
    usage,
    { summary, examples: [example] },
    async () => (await import('../pipeline/control-pipeline.js'))[control],
  );
  withOutput(withConnection(withRecord(verb)));
}

const withInputs = (command: Command): Command =>
  command
    .option('--input <name=value>', 'set an input of the pipeline; may be repeated', collect)
    .option('--inputs <file>', 'read inputs from a YAML or JSON file (- for standard input)');
