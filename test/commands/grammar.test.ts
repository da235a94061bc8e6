import type { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/commands/cli/program.js';
import { runHere } from './support/run-here.js';
import { importModule } from './support/import-module.js';

const program = buildProgram(
  {
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: Date.now,
    importModule,
  },
  { exitCode: 0 },
);

const pathOf = (command: Command): string[] =>
  command.parent === null ? [] : [...pathOf(command.parent), command.name()];

const withBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(withBelow)];

const ALL = withBelow(program);

const commandAt = (path: string): Command => {
  const found = ALL.find((command) => pathOf(command).join(' ') === path);
  if (found === undefined) throw new Error(`no command "${path}"`);
  return found;
};

/** The flags of `ax tasks`, as its reference has them; `=` marks those that take a value, and what follows is the default. */
const AX_TASKS: Readonly<Record<string, string>> = {
  list: '--space= --project= --dataset= --name= --task-type= --limit=15 --cursor= --output=',
  get: '<name-or-id> --output=',
  create:
    '--name= --task-type= --evaluators= --run-configuration= --project= --space= --dataset= --experiment-ids= --sampling-rate= --is-continuous --no-continuous --query-filter=',
  'create-evaluation':
    '--name= --task-type= --evaluators= --project= --space= --dataset= --experiment-ids= --sampling-rate= --is-continuous --no-continuous --query-filter=',
  'create-run-experiment': '--name= --dataset= --run-configuration= --space=',
  update:
    '<name-or-id> --space,-s= --name,-n= --sampling-rate= --is-continuous --no-continuous --query-filter= --evaluators= --run-configuration=',
  delete: '<name-or-id> --space,-s= --force,-f',
  'trigger-run':
    '<task-id> --data-start-time= --data-end-time=now --max-spans=10000 --override-evaluations --no-override-evaluations --experiment-ids= --experiment-name= --dataset-version-id=latest --max-examples= --tracing-metadata= --wait,-w --poll-interval=5 --timeout=600',
  'list-runs': '<task-id> --status= --limit=15 --cursor= --output=',
  'get-run': '<run-id> --output=',
  'cancel-run': '<run-id> --force',
  'wait-for-run': '<run-id> --poll-interval=5 --timeout=600',
};

/** The flags of the lists of `ax`: `ax projects list` is `project list` here. */
const AX_LISTS: Readonly<Record<string, string>> = {
  'space list': '--limit,-l=15 --cursor,-c= --output,-o=',
  'project list': '--name,-n= --space,-s= --limit,-l=15 --cursor,-c= --output,-o=',
  'dataset list': '--name,-n= --space,-s= --limit,-l=15 --cursor,-c= --output,-o=',
  'evaluator list': '--name,-n= --space,-s= --limit,-l=15 --cursor,-c= --output,-o=',
  'evaluator versions': '<name-or-id> --space,-s= --limit,-l=15 --cursor,-c= --output,-o=',
  'experiment list': '--dataset= --space,-s= --limit,-l=15 --cursor,-c= --output,-o=',
};

const AX_VERBS = { ...AX_TASKS, ...AX_LISTS };

/** What differs from `ax tasks` on purpose. */
const DEVIATIONS: Readonly<Record<string, { ours: string; reason: string }>> = {
  '--poll-interval': {
    ours: 'adaptive',
    reason: 'runs take minutes to hours, and thousands of them share one rate limit',
  },
  '--timeout': {
    ours: 'no limit',
    reason: 'a wait costs no process here, so it need not end before the run does',
  },
};

interface AxFlag {
  long: string;
  short: string | undefined;
  isValued: boolean;
  fallback: string;
}

const flagOf = (text: string): AxFlag => {
  const [names = '', fallback] = text.split('=');
  const [long = '', short] = names.split(',');
  return { long, short, isValued: fallback !== undefined, fallback: fallback ?? '' };
};

const flagsOf = (text: string): AxFlag[] => text.split(' ').filter(isFlag).map(flagOf);
const isFlag = (word: string): boolean => word.startsWith('--');

const cases = Object.entries(AX_VERBS).flatMap(([verb, text]) =>
  flagsOf(text).map((flag): [string, string, AxFlag] => [verb, flag.long, flag]),
);

const optionAt = (verb: string, long: string): Option => {
  const found = commandAt(verb).options.find((each) => each.long === long);
  if (found === undefined) throw new Error(`${verb} has no ${long}`);
  return found;
};

describe('the verbs of `ax`', () => {
  test.each(cases)('%s %s has the same spelling', (verb, long, { short, isValued }) => {
    const option = optionAt(verb, long);
    expect(option.required).toBe(isValued);
    if (short !== undefined) expect(option.short).toBe(short);
  });

  test.each(cases.filter(([, , { fallback }]) => fallback !== ''))(
    '%s %s has the same default, or the one in the table of deviations',
    (verb, long, { fallback }) => {
      const expected = DEVIATIONS[long]?.ours ?? fallback;
      expect(optionAt(verb, long).description).toContain(`(default: ${expected})`);
    },
  );

  test.each(Object.entries(AX_VERBS))('%s takes the same arguments', (verb, text) => {
    const expected = text.split(' ').filter((word) => word.startsWith('<'));
    expect(commandAt(verb).registeredArguments.map(({ required }) => required)).toEqual(
      expected.map(() => true),
    );
  });
});

describe('the grammar', () => {
  test('has the task verbs flat, four short forms, nouns, and what is about the machine', () => {
    const flat = program.commands.filter(({ commands }) => commands.length === 0).map((verb) => verb.name());
    expect(flat.join(' ')).toBe(
      `run validate watch explain ${Object.keys(AX_TASKS).join(' ')} coverage quality sweep worker dev doctor demo temporal-server simulator completion help`,
    );
    const nouns = program.commands.filter(({ commands }) => commands.length > 0);
    const verbs = nouns.map(
      (noun) => `${noun.name()}: ${noun.commands.map((verb) => verb.name()).join(' ')}`,
    );
    expect(verbs).toEqual([
      'pipeline: run validate plan pause resume skip retry approve reject rerun',
      'workflow: list status watch explain report cancel',
      'task: ensure',
      'schedule: apply preview list describe check pause resume trigger backfill delete',
      'backfill: plan start list status watch pause resume resize cancel retry',
      'notification: test list',
      'space: list',
      'project: list',
      'dataset: list',
      'evaluator: list versions',
      'experiment: list',
      'integration: list',
      'search-attributes: list create',
      'encryption: new-key codec-server',
    ]);
  });

  test.each([
    ['-n', '--name'],
    ['-s', '--space'],
    ['-l', '--limit'],
    ['-c', '--cursor'],
    ['-w', '--wait'],
    ['-f', '--force'],
    ['-d', '--detach'],
    ['-o', '--output'],
  ])('has %s for %s alone, everywhere', (short, long) => {
    const options = ALL.flatMap((command) => command.options);
    expect(options.filter((option) => option.short === short && option.long !== long)).toEqual([]);
    expect(options.filter((option) => option.long === long && option.short !== short)).toEqual([]);
  });
});

/** The verbs with which summaries begin, in the imperative. */
const VERBS =
  'Apply|Approve|Cancel|Change|Check|Create|Delete|Evaluate|Explain|Find|Inspect|Keep|List|Pause|Print|Reject|Report|Rerun|Resume|Retry|Run|Serve|Show|Skip|Start|Trigger|Update|Wait|Watch|Write';

/** Phrases that sound translated; each has a plain counterpart. */
const BANNED = [
  /\bso many\b/i,
  /\b(goes?|going|went) on\b/i,
  /\b(told|tells?)\b/i,
  /\bfor good\b/i,
  /\bworked on\b/i,
  /\bis no (?!more|longer)/i,
  /(^|\. )(Of|Those|As in) /,
  /\bnothing more\b/i,
  /\bwhoever\b/i,
];

/** All that `--help` prints, in 80 columns as in a pipe. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text;
}

describe.each(ALL.map((command): [string, Command] => [pathOf(command).join(' '), command]))(
  'the help of "%s"',
  (path, command) => {
    test('has at most 80 columns, and no example is wrapped', () => {
      const examples = command
        .description()
        .split('\n')
        .filter((line) => line.startsWith(' '));
      expect([...examples, ...helpOf(command).split('\n')].filter((line) => line.length > 80)).toEqual([]);
    });

    test('has a summary in the imperative, without a period', () => {
      if (command.parent === null) return;
      expect(command.summary()).toMatch(new RegExp(`^(${VERBS}) .*[^.]$`));
      expect(command.summary().length).toBeLessThanOrEqual(75);
    });

    test('describes each flag in at most two lines', () => {
      for (const { flags, description } of command.options) {
        expect(description).toMatch(/^[^A-Z].*[^.]$|^JSON|^Temporal|^CA /);
        expect(`${flags}: ${description}`.length).toBeLessThanOrEqual(150);
      }
    });

    test('shows the flags of the connection and those of every command last', () => {
      const groups: string[] =
        helpOf(command).match(/^(?:Reports|Waiting|Connection|Common options)\b/gm) ?? [];
      const shared = ['Waiting', 'Reports', 'Connection', 'Common options'];
      expect(groups).toEqual(shared.filter((group) => groups.includes(group)));
    });

    test('has examples that begin with the command', () => {
      const examples = command.description().split('\n  $ ').slice(1);
      expect(examples).not.toEqual([]);
      if (command.parent === null) return;
      expect(examples.filter((line) => !`${line} `.startsWith(`ax-tasks ${path}`))).toEqual([]);
    });

    test('sounds like English', () => {
      const text = helpOf(command).replace(/\s+/g, ' ');
      expect(BANNED.filter((phrase) => phrase.test(text))).toEqual([]);
    });
  },
);

describe('help', () => {
  test.each([
    [['help', 'pipeline', 'run'], 'Usage: ax-tasks pipeline run'],
    [['help', 'list'], 'Usage: ax-tasks list'],
    [['help', 'schedule'], 'Usage: ax-tasks schedule'],
    [['help', 'project'], 'Usage: ax-tasks project'],
    [['help'], 'Task verbs are those of `ax tasks`; everything else is NOUN VERB.'],
    [['help', 'connection'], '--tls-cert-path'],
  ])('%j', async (args, text) => {
    const { code, stdout } = await runHere(args, {});
    expect(stdout).toContain(text);
    expect(code).toBe(0);
  });
});

describe('a verb that is not there', () => {
  test.each([
    [['rerun', 'ID'], "Error: unknown command 'rerun'\nDid you mean: ax-tasks pipeline rerun\n"],
    [['status', 'ID'], 'Did you mean: ax-tasks workflow status, ax-tasks backfill status\n'],
    [['pipeline', 'rum'], "unknown command 'rum' (Did you mean run?)\nSee: ax-tasks pipeline --help\n"],
    [['help', 'pipeline', 'rum'], "unknown command 'pipeline rum'"],
  ])('%j', async (args, text) => {
    const { code, stderr } = await runHere(args, {});
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });
});
