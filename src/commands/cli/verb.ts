import type { Command } from 'commander';
import type { CliContext } from '../base/context.js';
import { withHelp } from './help-text.js';
import type { HelpText } from './help-text.js';

/** What a command does: its flags and arguments to an exit code. */
export type Run<Options> = (
  context: CliContext,
  options: Options,
  ...args: string[]
) => Promise<number> | number;

/** Receives the exit code of the command. */
export interface ExitCodeHolder {
  exitCode: number;
}

/**
 * Adds a verb such as `get <task>` to the program or to a noun. `load` imports the code of the command when it runs: help
 * must not wait for the Temporal SDK.
 */
export type AddVerb = <Options>(
  parent: Command,
  usage: string,
  help: HelpText,
  load: () => Promise<Run<Options>>,
) => Command;

export const verbAdder =
  (context: CliContext, outcome: ExitCodeHolder): AddVerb =>
  (parent, usage, help, load) =>
    withHelp(parent.command(usage), help).action(async (...args: unknown[]) => {
      const command = args.at(-1) as Command;
      const run = await load();
      const own = { ...context, command: wordsOf(command) };
      outcome.exitCode = await run(own, command.opts() as Parameters<typeof run>[1], ...command.args);
    });

/** As they are typed, without the program's own name. */
const wordsOf = (command: Command): string =>
  command.parent === null ? '' : `${wordsOf(command.parent)} ${command.name()}`.trim();

/** Adds a noun such as `schedule`, which has verbs and does nothing itself. */
export const addNoun = (program: Command, name: string, help: HelpText): Command =>
  withHelp(program.command(name), help).helpCommand(false);
