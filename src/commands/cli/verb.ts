import type { Command } from 'commander';
import type { CliContext } from '../base/context.js';

/** What a command does: its flags and arguments to an exit code. */
export type Run<Options> = (
  context: CliContext,
  options: Options,
  ...args: string[]
) => Promise<number> | number;

/** Where the exit code of the command that ran is left. */
export interface Outcome {
  exitCode: number;
}

/** Makes the action of a command, whose code is loaded when it runs: help must not wait for the Temporal SDK. */
export type Verb = <Options>(load: () => Promise<Run<Options>>) => (...args: unknown[]) => Promise<void>;

export const verbFor =
  (context: CliContext, outcome: Outcome): Verb =>
  (load) =>
  async (...args) => {
    const command = args.at(-1) as Command;
    const run = await load();
    outcome.exitCode = await run(context, command.opts() as Parameters<typeof run>[1], ...command.args);
  };
