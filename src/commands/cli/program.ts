import { Command, CommanderError, Help } from 'commander';
import type { CliContext } from '../base/context.js';
import { addBackfillVerbs } from './backfill-verbs.js';
import { addControlVerbs } from './control-verbs.js';
import { addCoverage } from './coverage-verb.js';
import { addFileVerbs } from './file-verbs.js';
import { addMachineVerbs } from './machine-verbs.js';
import { addRunVerbs } from './run-verbs.js';
import { addScheduleVerbs } from './schedule-verbs.js';
import { connectionFlags } from './shared-flags.js';
import { addTaskVerbs } from './task-verbs.js';
import { versionLines } from './versions.js';
import { verbFor } from './verb.js';
import type { Outcome } from './verb.js';
import { addWorkflowVerbs } from './workflow-verbs.js';

const FOOTER = `
Exit codes:
  0 success   1 the run failed   2 usage or invalid file   3 still running when the wait ended
  4 not found, refused, not allowed   5 Temporal, worker or service cannot be reached
  6 cancelled   7 finished with more errors than allowed   130 interrupted

Start here:
  $ ax-tasks demo                          # see it work, with nothing set up
  $ ARIZE_API_KEY=… ax-tasks dev           # Temporal and a worker on this machine
  $ ax-tasks list --space prod             # in another terminal`;

/** The whole command line. Nothing of a command's code is loaded before it runs. */
export function buildProgram(context: CliContext, outcome: Outcome): Command {
  const program = new Command('ax-tasks')
    .description(
      'Arize AX task runs that survive restarts: triggered once, waited for durably, cancelled for real.',
    )
    .helpOption('-h, --help', 'show help')
    .option('-V, --version', 'show versions')
    .showSuggestionAfterError()
    .configureHelp({ sortSubcommands: false, subcommandTerm: (command) => termOf(command) })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      // Errors are told in one place, and as JSON where that was asked for.
      outputError: () => undefined,
    })
    .addHelpText('after', FOOTER)
    .exitOverride();
  const verb = verbFor(context, outcome);
  addWorkflowVerbs(program, verb);
  addFileVerbs(program, verb);
  addControlVerbs(program, verb);
  addScheduleVerbs(program, verb);
  addBackfillVerbs(program, verb);
  addCoverage(program, verb);
  addTaskVerbs(program, verb);
  addRunVerbs(program, verb);
  addMachineVerbs(program, verb);
  addHelpVerb(program, context);
  program.on('option:version', () => {
    context.stdout.write(versionLines());
    throw new CommanderError(0, 'commander.version', '');
  });
  return program;
}

const termOf = (command: Command): string => new Help().subcommandTerm(command).replace(' [options]', '');

function addHelpVerb(program: Command, context: CliContext): void {
  program.commandsGroup('Help:');
  program.helpCommand(false);
  program
    .command('help [command]')
    .description('Show the help of a command, or of the connection')
    .action((name: string | undefined) => {
      const command = program.commands.find((candidate) => candidate.name() === name);
      if (name === 'connection') context.stdout.write(connectionHelp());
      else if (name !== undefined && command === undefined) program.error(`error: unknown command '${name}'`);
      else (command ?? program).outputHelp();
    });
}

const connectionHelp =
  (): string => `How ax-tasks finds Temporal: flags, then variables, then a profile of temporal.toml.
All flags and variables are those of the temporal CLI.

  --address, --namespace, --profile, --task-queue  and
${connectionFlags()
  .map(([flags, description]) => `  ${flags.padEnd(28)}${description}`)
  .join('\n')}
`;
