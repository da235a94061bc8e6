import { Command, CommanderError, Option } from 'commander';
import type { CliContext } from '../base/context.js';
import { safeLines } from '../../terminal/text/text.js';
import { addBackfill } from './backfill-verbs.js';
import { addCompletion } from './completion-verb.js';
import { addCoverage } from './coverage-verb.js';
import { addHelp } from './help-verb.js';
import { termOf } from './help-text.js';
import { addMachineVerbs } from './machine-verbs.js';
import { addNotification } from './notification-verbs.js';
import { addPipeline, addRunFile, addValidate } from './pipeline-verbs.js';
import { addQuality } from './quality-verb.js';
import { addResourceNouns } from './resource-verbs.js';
import { addRunVerbs } from './run-verbs.js';
import { addSchedule } from './schedule-verbs.js';
import { COMMON } from './shared-flags.js';
import { addSweep } from './sweep-verb.js';
import { addTask, addTaskVerbs } from './task-verbs.js';
import { versionLines } from '../base/versions.js';
import { verbAdder } from './verb.js';
import type { AddVerb, ExitCodeHolder } from './verb.js';
import { addExplain, addWatch, addWorkflow } from './workflow-verbs.js';

const DESCRIPTION = `Run Arize AX tasks durably on Temporal: each run is triggered once, awaited
across restarts, and cancelled when its workflow is cancelled.

Task verbs are those of \`ax tasks\`; everything else is NOUN VERB.

Start here:
  $ ax-tasks demo                   # see it work; needs no account
  $ ARIZE_API_KEY=… ax-tasks dev    # run Temporal and a worker on this machine
  $ ax-tasks space list             # in another terminal
  $ ax-tasks list --space prod`;

const EXIT_CODES = `
Exit codes:
  0  success                          5  Temporal, worker or service unreachable
  1  the run failed                   6  cancelled
  2  usage error or invalid file      7  finished with too many errors
  3  still running at the timeout   130  interrupted
  4  not found, refused or forbidden`;

/** The whole command line. Nothing of a command's code is loaded before it runs. */
export function buildProgram(context: CliContext, outcome: ExitCodeHolder): Command {
  const program = new Command('ax-tasks')
    .description(DESCRIPTION)
    .addHelpOption(new Option('-h, --help', 'show help').helpGroup(COMMON))
    .option('-V, --version', 'show versions')
    .helpCommand(false)
    .configureHelp({ sortSubcommands: false, subcommandTerm: (command) => termOf(command) })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(safeLines(text)),
      // `runCli` reports errors, as JSON if the output is JSON.
      outputError: () => undefined,
    })
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addCommands(program, verbAdder(context, outcome));
  addCompletion(program, context);
  addHelp(program, context);
  program.on('option:version', () => {
    context.stdout.write(versionLines());
    throw new CommanderError(0, 'commander.version', '');
  });
  return program;
}

function addCommands(program: Command, addVerb: AddVerb): void {
  program.commandsGroup('Short forms:');
  asShortOf('pipeline run', addRunFile(program, addVerb));
  asShortOf('pipeline validate', addValidate(program, addVerb));
  asShortOf('workflow watch', addWatch(program, addVerb));
  asShortOf('workflow explain', addExplain(program, addVerb));
  program.commandsGroup('Task verbs:');
  addTaskVerbs(program, addVerb);
  addRunVerbs(program, addVerb);
  program.commandsGroup('Nouns:');
  addPipeline(program, addVerb);
  addWorkflow(program, addVerb);
  addTask(program, addVerb);
  addSchedule(program, addVerb);
  addBackfill(program, addVerb);
  addNotification(program, addVerb);
  addCoverage(program, addVerb);
  addQuality(program, addVerb);
  addSweep(program, addVerb);
  program.commandsGroup('Names and IDs:');
  addResourceNouns(program, addVerb);
  program.commandsGroup('Worker and setup:');
  addMachineVerbs(program, addVerb);
}

const asShortOf = (verb: string, short: Command): Command => short.summary(`${short.summary()} (${verb})`);
