import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/commands/cli/program.js';
import { runHere } from './support/run-here.js';

const program = buildProgram(
  { env: {}, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, nowMs: Date.now },
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

/** The flags of `ax tasks`, as its reference has them; `=` marks those that take a value. */
const AX_TASKS: Readonly<Record<string, string>> = {
  list: '--space= --project= --dataset= --name= --task-type= --limit= --cursor= --output=',
  get: '--output=',
  create:
    '--name= --task-type= --evaluators= --run-configuration= --project= --space= --dataset= --experiment-ids= --sampling-rate= --is-continuous --no-continuous --query-filter=',
  'create-evaluation':
    '--name= --task-type= --evaluators= --project= --space= --dataset= --experiment-ids= --sampling-rate= --is-continuous --no-continuous --query-filter=',
  'create-run-experiment': '--name= --dataset= --run-configuration= --space=',
  update:
    '--space=,-s --name=,-n --sampling-rate= --is-continuous --no-continuous --query-filter= --evaluators= --run-configuration=',
  delete: '--space=,-s --force,-f',
  'trigger-run':
    '--data-start-time= --data-end-time= --max-spans= --override-evaluations --no-override-evaluations --experiment-ids= --experiment-name= --dataset-version-id= --max-examples= --tracing-metadata= --wait,-w --poll-interval= --timeout=',
  'list-runs': '--status= --limit= --cursor= --output=',
  'get-run': '--output=',
  'cancel-run': '--force',
  'wait-for-run': '--poll-interval= --timeout=',
};

const cases = Object.entries(AX_TASKS).flatMap(([verb, flags]) =>
  flags.split(' ').map((flag): [string, string] => [verb, flag]),
);

describe('the verbs of `ax tasks`', () => {
  test.each(cases)('%s %s', (verb, flag) => {
    const [long = '', short] = flag.split(',');
    const option = commandAt(verb).options.find((each) => each.long === long.replace('=', ''));
    expect(option?.required).toBe(long.endsWith('='));
    if (short !== undefined) expect(option?.short).toBe(short);
  });
});

describe('the grammar', () => {
  test('has the task verbs flat, three short forms, nouns, and what is about the machine', () => {
    const flat = program.commands.filter(({ commands }) => commands.length === 0).map((verb) => verb.name());
    expect(flat.join(' ')).toBe(
      `run watch explain ${Object.keys(AX_TASKS).join(' ')} coverage sweep worker dev doctor demo temporal-server simulator help`,
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

describe('help', () => {
  test.each(ALL.map((command): [string, Command] => [pathOf(command).join(' '), command]))(
    'of "%s" has at most 80 columns, a summary, and a word on each flag',
    (_, command) => {
      const lines = command.helpInformation().split('\n');
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
      if (command.parent !== null) expect(command.summary()).toMatch(/^[A-Z].*[^.]$/);
      const examples = command
        .description()
        .split('\n')
        .filter((line) => line.startsWith('  $'));
      expect(
        examples.every(
          (line) =>
            line.includes(`ax-tasks ${pathOf(command).at(-1) ?? ''}`) ||
            line.includes(pathOf(command).join(' ')),
        ),
      ).toBe(true);
      for (const option of command.options) expect(option.description).not.toBe('');
    },
  );

  test.each([
    [['help', 'pipeline', 'run'], 'Usage: ax-tasks pipeline run'],
    [['help', 'list'], 'Usage: ax-tasks list'],
    [['help', 'schedule'], 'Usage: ax-tasks schedule'],
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
