import type { Command } from 'commander';
import type { CliContext } from '../base/context.js';
import { connectionHelp } from './connection-flags.js';
import { withHelp } from './help-text.js';

/** `help`, `help NOUN VERB` and `help connection`. */
export function addHelp(program: Command, context: CliContext): void {
  withHelp(program.command('help [command...]'), {
    summary: 'Show help for a command or for the connection',
    examples: ['pipeline run', 'connection'],
  }).action((path: string[]) => {
    if (path[0] === 'connection') context.stdout.write(connectionHelp());
    else commandAt(program, path).outputHelp();
  });
}

function commandAt(program: Command, path: readonly string[]): Command {
  let command = program;
  for (const name of path) {
    const next = command.commands.find((candidate) => candidate.name() === name);
    if (next === undefined) program.error(`error: unknown command '${path.join(' ')}'`);
    command = next;
  }
  return command;
}
