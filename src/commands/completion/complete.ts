import type { Argument, Command, Option } from 'commander';
import { choicesOf } from '../input/parse-values.js';

/** A word that may be typed next. */
export interface Candidate {
  value: string;
  /** One line; may be empty. */
  description: string;
}

/** What may be typed next: words, and the names of files beside them. */
export interface Completions {
  candidates: Candidate[];
  isFile: boolean;
}

/** Where a command line has got to. */
interface Position {
  command: Command;
  /** How many arguments were given after the command. */
  arguments: number;
  /** The flag whose value comes next; null if none. */
  flag: Option | null;
  given: ReadonlySet<Option>;
}

/**
 * What can come next in a command line. `words` are those after the program's name, up to the cursor; the last one is
 * being typed and may be empty.
 */
export function complete(program: Command, words: readonly string[]): Completions {
  const last = words.at(-1) ?? '';
  const typed = last === '=' ? '' : last;
  const found = comesNext(positionAfter(program, withoutEquals(words.slice(0, -1))), typed);
  return { ...found, candidates: found.candidates.filter(({ value }) => value.startsWith(typed)) };
}

/** bash splits `--output=json` into three words. */
const withoutEquals = (words: readonly string[]): string[] =>
  words.filter((word, at) => word !== '=' || words[at - 1]?.startsWith('-') !== true);

function positionAfter(program: Command, words: readonly string[]): Position {
  let [command, count, flag] = [program, 0, null as Option | null];
  const given = new Set<Option>();
  for (const word of words) {
    if (flag !== null) flag = null;
    else if (word.startsWith('-') && word !== '-') {
      const option = optionOf(command, word.split('=')[0] ?? '');
      if (option !== null) given.add(option);
      flag = option !== null && takesValue(option) && !word.includes('=') ? option : null;
    } else {
      const next = command.commands.find((each) => each.name() === word);
      if (next === undefined) count += 1;
      else [command, count] = [next, 0];
    }
  }
  return { command, arguments: count, flag, given };
}

const optionOf = (command: Command, name: string): Option | null =>
  command.options.find(({ long, short }) => long === name || short === name) ?? null;

const takesValue = ({ required, optional }: Option): boolean => required || optional;

function comesNext(position: Position, typed: string): Completions {
  const { command, flag } = position;
  if (flag !== null) return valuesOf(flag, '');
  const [name = '', value] = typed.split('=');
  if (value !== undefined && name.startsWith('--')) {
    const option = optionOf(command, name);
    return option === null ? NOTHING : valuesOf(option, `${name}=`);
  }
  if (typed.startsWith('-')) return { candidates: flagsOf(position, typed), isFile: false };
  if (command.commands.length > 0) return { candidates: command.commands.map(commandOf), isFile: false };
  return argumentOf(command, position.arguments);
}

const NOTHING: Completions = { candidates: [], isFile: false };

function valuesOf(option: Option, prefix: string): Completions {
  const choices = option.argChoices ?? choicesOf(option.parseArg);
  return {
    candidates: choices.map((choice) => ({ value: `${prefix}${choice}`, description: '' })),
    isFile: prefix === '' && (option.long === '--output' || option.flags.includes('<file>')),
  };
}

/** Flags that the help leaves out are offered once the beginning of a name is typed. */
const flagsOf = ({ command, given }: Position, typed: string): Candidate[] => [
  ...command.options
    .filter((option) => !given.has(option) && (!option.hidden || typed.length > 2))
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', description })),
  { value: '--help', description: 'show help' },
];

const commandOf = (command: Command): Candidate => ({
  value: command.name(),
  description: command.summary(),
});

function argumentOf(command: Command, index: number): Completions {
  const all = command.registeredArguments;
  const last = all.at(-1);
  const argument = all[index] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return NOTHING;
  return { candidates: wordsOf(argument, command), isFile: argument.name() === 'file' };
}

/** `help` takes the names of commands. */
const wordsOf = (argument: Argument, command: Command): Candidate[] =>
  argument.name() === 'command'
    ? (command.parent?.commands ?? []).map(commandOf)
    : (argument.argChoices ?? []).map((value) => ({ value, description: '' }));
