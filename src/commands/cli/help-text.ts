import { Help } from 'commander';
import type { Command } from 'commander';

/** What the help of a command says before its flags. Lines have at most 80 columns. */
export interface HelpText {
  /** One line that begins with a verb and has no period; the list of commands shows it too. */
  summary: string;
  details?: string;
  /** What follows the command on its line; a line that ends in `\` continues on the next one. */
  examples?: readonly string[];
}

export const withHelp = (command: Command, { summary, details, examples = [] }: HelpText): Command =>
  command
    .summary(summary)
    .description(
      [summary, ...(details === undefined ? [] : [details]), ...exampleText(command, examples)].join('\n\n'),
    );

const exampleText = (command: Command, examples: readonly string[]): string[] =>
  examples.length === 0
    ? []
    : [['Examples:', ...examples.map((example) => promptLine(command, example))].join('\n')];

const promptLine = (command: Command, example: string): string =>
  `  $ ${`${lineOf(command)} ${example}`.trimEnd().replaceAll('\n', '\n      ')}`;

/** How a command is typed, from the program's name on. */
export const lineOf = (command: Command): string =>
  command.parent === null ? command.name() : `${lineOf(command.parent)} ${command.name()}`;

/** A command in a list of commands, without the `[options]` that nearly all have. */
export const termOf = (command: Command): string =>
  new Help().subcommandTerm(command).replace(' [options]', '');
