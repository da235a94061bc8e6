import type { Command, CommanderError } from 'commander';
import { CliError, usageError } from '../base/cli-error.js';
import { lineOf } from './help-text.js';

/** What commander found wrong, with the command that was meant or the help to read. */
export function explainUsage(
  { message, code }: CommanderError,
  program: Command,
  args: readonly string[],
): CliError {
  const command = commandOf(program, args);
  const name = /unknown command '(.*?)'/.exec(message)?.[1] ?? '';
  const meant = code === 'commander.unknownCommand' ? meantBy(command, name) : [];
  // commander looks for near words among the commands of one level alone.
  const words = meant.length === 0 ? message : (message.split('\n')[0] ?? message);
  return usageError(
    words.replace(/^error: /, '').replace(/\n/, ' '),
    meant.length === 0
      ? `See: ${lineOf(command)} --help`
      : `Did you mean: ${meant.map((each) => lineOf(each)).join(', ')}`,
  );
}

/** Words of `temporal`, `kubectl`, `gh` and shells for what is called otherwise here. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  unpause: ['resume'],
  continue: ['resume'],
  toggle: ['pause', 'resume'],
  stop: ['cancel', 'pause'],
  abort: ['cancel'],
  kill: ['cancel'],
  terminate: ['cancel'],
  ls: ['list'],
  show: ['status', 'describe', 'get', 'report'],
  info: ['status', 'describe', 'get'],
  view: ['status', 'describe', 'get'],
  describe: ['status', 'get'],
  get: ['status', 'describe', 'list'],
  status: ['describe', 'get-run'],
  rm: ['delete'],
  remove: ['delete'],
  create: ['apply', 'start', 'ensure'],
  run: ['start', 'trigger'],
  trigger: ['start', 'trigger-run'],
  update: ['apply', 'resize', 'ensure'],
  scale: ['resize'],
  wait: ['watch', 'wait-for-run'],
  follow: ['watch'],
  logs: ['watch', 'explain'],
  lint: ['validate'],
  check: ['validate'],
};

/** The commands that a word may mean: the same verb of nouns, or what this level calls by another word. */
function meantBy(command: Command, name: string): Command[] {
  const named =
    (words: readonly string[]) =>
    (each: Command): boolean =>
      words.includes(each.name());
  const nouns =
    command.parent === null ? command.commands.flatMap((noun) => noun.commands.filter(named([name]))) : [];
  return nouns.length > 0 ? nouns : command.commands.filter(named(SYNONYMS[name] ?? []));
}

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
