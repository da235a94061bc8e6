import type { Command, CommanderError } from 'commander';
import { CliError, usageError } from '../base/cli-error.js';
import { lineOf } from './help-text.js';

/** What commander found wrong, with the command that was meant or the help to read. */
export function explainUsage(
  { message, code }: CommanderError,
  program: Command,
  args: readonly string[],
): CliError {
  const [name = ''] = args;
  const meant = code === 'commander.unknownCommand' ? nounsWith(program, name) : [];
  // commander looks for near words among the nouns and the task verbs alone.
  const words = meant.length === 0 ? message : (message.split('\n')[0] ?? message);
  return usageError(
    words.replace(/^error: /, '').replace(/\n/, ' '),
    meant.length === 0
      ? `See: ${lineOf(commandOf(program, args))} --help`
      : `Did you mean: ${meant.map((noun) => `ax-tasks ${noun} ${name}`).join(', ')}`,
  );
}

const nounsWith = (program: Command, verb: string): string[] =>
  program.commands
    .filter((noun) => noun.commands.some((each) => each.name() === verb))
    .map((noun) => noun.name());

/** The command that the arguments name, as far as they name one. */
function commandOf(program: Command, args: readonly string[]): Command {
  const [name, ...rest] = args;
  const next = program.commands.find((command) => command.name() === name);
  return next === undefined ? program : commandOf(next, rest);
}

/** Failures that speak of the members of a request, each of which came from a flag. */
const OF_MEMBERS: ReadonlySet<string> = new Set(['InvalidInput', 'NoUpdateFields']);

/** Members whose flag has another name. */
const FLAGS: Readonly<Record<string, string>> = { allowNoExperiments: '--no-experiments' };

/** A quoted text, which stays as it is; a word at the beginning of a clause; or a member in camelCase. */
const WORD = /"(?:[^"\\]|\\.)*"|(?<=[:;] )[a-z]+\b|(?<![\w.-])[a-z]+(?:[A-Z][a-z]*)+\b/g;

/** A worker speaks of the members of requests, as a program gives them; here they were flags of the command. */
export function inFlags(error: CliError, program: Command, args: readonly string[]): CliError {
  if (!OF_MEMBERS.has(error.code)) return error;
  const { options } = commandOf(program, args);
  const flagOf = (word: string): string =>
    options.find((option) => !option.negate && option.attributeName() === word)?.long ??
    options.find(({ long }) => long === FLAGS[word])?.long ??
    word;
  return new CliError(error.message.replace(WORD, flagOf), error);
}
