import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/commands/cli/program.js';
import { complete } from '../../src/commands/completion/complete.js';
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

const wordsAfter = (...words: string[]): string[] =>
  complete(program, words).candidates.map(({ value }) => value);

describe('what completes a word', () => {
  test.each([
    ['a command', ['sc'], ['schedule']],
    ['a verb of a noun', ['backfill', 're'], ['resume', 'resize', 'retry']],
    ['a verb after flags with values', ['--color', 'task', 'task', ''], ['ensure']],
    ['a flag', ['list', '--ta'], ['--task-type', '--task-queue']],
    [
      'a flag that the help leaves out, once it is begun',
      ['list', '--tls-ce'],
      ['--tls-cert-path', '--tls-cert-data'],
    ],
    ['a word that a flag takes', ['list', '--task-type', 't'], ['template_evaluation']],
    ['a word after a short flag', ['list', '-o', ''], ['table', 'json', 'csv']],
    ['a word after an equals sign', ['list', '--output=c'], ['--output=csv']],
    ['a word after an equals sign as bash splits it', ['list', '--output', '=', 'c'], ['csv']],
    ['nothing of a text', ['list', '--name', ''], []],
    ['the shell of `completion`', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['the command of `help`', ['help', 'pip'], ['pipeline']],
  ])('%s', (_what, words, expected) => {
    expect(wordsAfter(...words)).toEqual(expected);
  });

  test('leaves out a flag that was given, and always has --help', () => {
    const flags = wordsAfter('list', '--all', '-s', 'prod', '--');
    expect(flags).not.toContain('--all');
    expect(flags).not.toContain('--space');
    expect(flags).toEqual(expect.arrayContaining(['--limit', '--help']));
  });

  test.each([
    [['run', ''], true],
    [['pipeline', 'validate', 'a.yaml', ''], true],
    [['task', 'ensure', ''], true],
    [['backfill', 'start', '--plan', ''], true],
    [['list', '-o', ''], true],
    [['get', ''], false],
    [['run', 'a.yaml', ''], false],
    [['list', '--space', ''], false],
  ])('%j is a file: %j', (words, isFile) => {
    expect(complete(program, words).isFile).toBe(isFile);
  });
});

const execute = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-completion-'));
const starter = fileURLToPath(new URL('../../dist/starter.js', import.meta.url));
symlinkSync(starter, join(folder, 'ax-tasks'));
writeFileSync(join(folder, 'pipeline one.yaml'), '');
afterAll(() => rmSync(folder, { recursive: true }));

const PATH = [folder, dirname(process.execPath), process.env['PATH']].join(delimiter);

const inShell = async (shell: string, args: readonly string[]): Promise<string[]> =>
  (await execute(shell, args, { cwd: folder, env: { PATH, HOME: folder, TERM: 'dumb' } })).stdout
    .split('\n')
    .filter((line) => line !== '');

const hasShell = async (shell: string): Promise<boolean> =>
  execute(shell, ['-c', 'true']).then(
    () => true,
    () => false,
  );

const LINES: readonly (readonly [line: string, expected: readonly string[]])[] = [
  ['ax-tasks proj', ['project']],
  ['ax-tasks list --task-type t', ['template_evaluation']],
  ['ax-tasks run pipe', ['pipeline one.yaml']],
];

/** Each shell with what it takes to see what its Tab key would offer for a line; it splits the line itself. */
const SHELLS: Readonly<Record<string, (line: string) => readonly string[]>> = {
  bash: (line) => [
    '--norc',
    '-c',
    `source <(ax-tasks completion bash)
     COMP_WORDS=(${line}) COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
     $(complete -p ax-tasks | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
     printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  // Only inside its line editor does zsh have the functions that show the matches.
  zsh: (line) => [
    '-f',
    '-c',
    `compdef() { completer=$1 }
     _describe() { print -rl -- "\${(@P)argv[-1]}" }
     _files() { print -rl -- \${words[CURRENT]}*(N) }
     source <(ax-tasks completion zsh)
     words=(${line}) CURRENT=$#words
     $completer`,
  ],
  fish: (line) => ['--no-config', '-c', `ax-tasks completion fish | source; complete -C '${line}'`],
};

describe.each(Object.entries(SHELLS))('%s', (shell, argsFor) => {
  test.each(LINES)('completes: %s', async (line, expected) => {
    if (!(await hasShell(shell))) return;
    const offered = await inShell(shell, argsFor(line));
    expect(offered.map((text) => text.replace(/[\t:].*/, ''))).toEqual(expected);
  });
});

test('the script of a shell that is not known is refused', async () => {
  const { code, stderr } = await runHere(['completion', 'tcsh'], {});
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
  expect(code).toBe(2);
});
