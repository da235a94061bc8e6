import { Help } from 'commander';
import type { Command } from 'commander';

/** What the help of a command says before its flags. Lines have at most 80 columns. */
export interface HelpText {
  /** One line, which also stands in the list of commands. */
  summary: string;
  details?: string;
  /** Command lines without the program's name; a line that ends in `\` goes on in the next. */
  examples?: readonly string[];
}

export const withHelp = (command: Command, { summary, details, examples = [] }: HelpText): Command =>
  command
    .summary(summary)
    .description(
      [summary, ...(details === undefined ? [] : [details]), ...exampleText(examples)].join('\n\n'),
    );

const exampleText = (examples: readonly string[]): string[] =>
  examples.length === 0 ? [] : [['Examples:', ...examples.map(promptLine)].join('\n')];

const promptLine = (example: string): string => `  $ ax-tasks ${example.replaceAll('\n', '\n      ')}`;

/** A command in a list of commands, without the `[options]` that nearly all have. */
export const termOf = (command: Command): string =>
  new Help().subcommandTerm(command).replace(' [options]', '');
