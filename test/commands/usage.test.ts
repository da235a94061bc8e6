import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareEnv, run } from './support/cli.js';
import { runHere } from './support/run-here.js';

const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-usage-'));

describe.concurrent('help', () => {
  test('neither the help nor a wrong flag loads the Temporal SDK', async () => {
    const preload = join(folder, 'no-sdk.cjs');
    writeFileSync(
      preload,
      `process.on('exit', () => {
        const loaded = Object.keys(require('node:module')._cache).filter((path) => /(@temporalio|zod|yaml).*\\.c?js$/.test(path));
        if (loaded.length > 0) { process.stderr.write('loaded: ' + loaded[0]); process.exitCode = 99; }
      });`,
    );
    const nodeArgs = ['--require', preload];
    expect(await run(['--help'], { nodeArgs })).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['trigger-run', '--help'], { nodeArgs })).toMatchObject({ code: 0 });
    expect(await run(['list', '--limit', 'x'], { nodeArgs })).toMatchObject({ code: 2 });
    expect(await run(['--version'], { nodeArgs })).toMatchObject({ code: 0 });
  });

  test('says the rule of its verbs, the exit codes and where to start', async () => {
    const { stdout } = await run(['--help']);
    expect(stdout).toContain('Task verbs are those of `ax tasks`; everything else is NOUN VERB.');
    expect(stdout).toContain('Exit codes:');
    expect(stdout).toContain('ax-tasks demo');
  });

  test('versions name the CLI, the SDK and Node', async () => {
    const { stdout } = await run(['--version']);
    expect(stdout).toMatch(/^ax-tasks \d.*\nTemporal SDK 1\.24\.0\nNode 20\./);
  });
});

const SPAN = ['--data-start-time', '2026-11-02T00:00:00Z', '--data-end-time', '2026-11-01T00:00:00Z'];

describe.concurrent('wrong usage ends with 2, says what was expected, and asks nobody', () => {
  test.each([
    [['lst'], /unknown command 'lst' \(Did you mean list\?\)/],
    [['backfill', 'unpause', 'x'], /Did you mean: ax-tasks backfill resume$/m],
    [['backfill', 'stop', 'x'], /Did you mean: ax-tasks backfill pause, ax-tasks backfill cancel$/m],
    [['schedule', 'show', 'x'], /Did you mean: ax-tasks schedule describe$/m],
    [['plan', 'x'], /Did you mean: ax-tasks pipeline plan, ax-tasks backfill plan$/m],
    [['schedule', 'dance'], /See: ax-tasks schedule --help$/m],
    [['backfill', 'resize', 'x', '1001'], /The size is "1001", expected a whole number from 1 to 1000/],
    [['list', '--limi', '3'], /unknown option '--limi' \(Did you mean --limit\?\)/],
    [['list', '--limit', '101'], /from 1 to 100/],
    [['list', '--limit', '3', '--all'], /cannot be used with/],
    [['list', '--task-type', 'evaluation'], /Expected one of template_evaluation/],
    [['list', '--project', 'chat'], /The project "chat" is a name, which needs a space/],
    [['list', '-o', 'xml'], /Expected table, json, csv, or a file name that ends in \.json or \.csv\./],
    [['list', '-o', 'tasks.txt'], /Expected table, json, csv, or a file name/],
    [['list', '-o', '/nowhere/tasks.csv'], /the folder \/nowhere does not exist/],
    [['worker', '-o', 'csv'], /Expected table, json, or a file name that ends in \.json\./],
    [['get'], /missing required argument 'task'/],
    [['get', 'Relevance'], /which needs a space/],
    [['create', '--task-type', 'run_experiment'], /required option '-n, --name/],
    [
      ['create', '--name', 'n', '--task-type', 'run_experiment', '--dataset', 'd', '--sampling-rate', '1'],
      /--sampling-rate can only be used for evaluation tasks/,
    ],
    [
      ['create', '--name', 'n', '--task-type', 'code_evaluation', '--evaluators', '[]'],
      /evaluates either a project or a dataset/,
    ],
    [
      ['create', '--name', 'n', '--task-type', 'code_evaluation', '--run-configuration', '{}'],
      /--run-configuration can only be used for run_experiment tasks/,
    ],
    [['update', 'T25saW5lVGFzazo0NTpxUndY'], /Nothing to update/],
    [['update', 'T25saW5lVGFzazo0NTpxUndY', '--is-continuous', '--no-continuous'], /cannot be used with/],
    [['delete', 'T25saW5lVGFzazo0NTpxUndY'], /standard input is not a terminal/],
    [['cancel-run', 'VGFza1J1bjo5OTphYmNk'], /standard input is not a terminal/],
    [['trigger-run', 'T25saW5lVGFzazo0NTpxUndY', '--timeout', '5'], /--timeout can only be used with --wait/],
    [['trigger-run', 'T25saW5lVGFzazo0NTpxUndY', ...SPAN], /must be before/],
    [['trigger-run', 'T25saW5lVGFzazo0NTpxUndY', '--max-spans', '0'], /at least 1/],
    [['trigger-run', 'T25saW5lVGFzazo0NTpxUndY', '--tracing-metadata', '{'], /not valid JSON/],
    [['wait-for-run', 'VGFza1J1bjo5OTphYmNk', '--poll-interval', '0'], /above 0/],
    [['wait-for-run', 'VGFza1J1bjo5OTphYmNk', '--poll-interval', 'NaN'], /Expected seconds/],
    [['run', 'p.yaml', '--notify', 'https://hooks.example.com/T0'], /Expected the name of a receiver/],
    [['backfill', 'start', '--notify', 'team:failled'], /no kind "failled"; did you mean "failed"/],
    [['wait-for-run', 'VGFza1J1bjo5OTphYmNk', '--notify', 'team:all'], /expected one of failed, gate-failed/],
    [['run', '/nowhere/p.yaml'], /cannot be read/],
    [['pipeline', 'plan', '/nowhere/p.yaml'], /cannot be read/],
    [['pipeline', 'rerun', 'ax-pipeline/p/1'], /pass --failed, --from STEP or --gates/],
    [['pipeline', 'rerun', 'ax-pipeline/p/1', '--failed', '--from', 'a'], /cannot be used with/],
    [['pipeline', 'skip', 'ax-pipeline/p/1'], /missing required argument 'step'/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runHere(args, bareEnv());
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('without a command, its help is shown', async () => {
    const { code, stderr } = await run([]);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: ax-tasks');
  });

  test('a pipeline file is wrong with every line and column', async () => {
    const input = 'version: 2\nname: n\nsteps: [{id: a}]\n';
    const { code, stderr } = await runHere(['run', '-'], bareEnv(), { input });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'Error: stdin:1:10 version: is 2, expected 1\nstdin:3:9 steps[0].task: is missing, expected one of task, ensure, activity, approval, or a gate\n',
    );
  });
});

describe.concurrent('errors', () => {
  const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

  test('Temporal out of reach ends with 5 and says where its address came from', async () => {
    const { code, stdout, stderr } = await run(['list'], { env: nowhere });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('127.0.0.1:1 (from TEMPORAL_ADDRESS)');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('are one JSON document where the output is JSON', async () => {
    const { stdout, stderr } = await run(['list', '-o', 'json'], { env: nowhere });
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ version: 1, kind: 'error', error: { exitCode: 5 } });
    const usage = await run(['list', '-o', 'json', '--limit', 'x']);
    expect(JSON.parse(usage.stderr)).toMatchObject({ kind: 'error', error: { code: 'Usage', exitCode: 2 } });
  });

  test('are nothing but ours where a proxy cannot be reached, and name its variable', async () => {
    const env = { TEMPORAL_ADDRESS: 'temporal.example.com:7233', HTTPS_PROXY: 'http://127.0.0.1:1' };
    const { stderr } = await run(['list', '-o', 'json'], { env });
    expect(JSON.parse(stderr)).toMatchObject({
      error: { exitCode: 5, message: expect.stringContaining('from HTTPS_PROXY') as string },
    });
  });

  test('have a stack with --debug only', async () => {
    const { stderr } = await run(['list', '--debug'], { env: nowhere });
    expect(stderr).toMatch(/^\s+at /m);
  });

  test('are in colour where that is asked for, and not where it is not', async () => {
    const colours = '\u001b[31mError:';
    expect((await run(['lst'])).stderr).not.toContain('\u001b');
    expect((await run(['lst'], { env: { FORCE_COLOR: '1' } })).stderr).toContain(colours);
    expect((await run(['list', '--color', 'always', '--limit', '0'])).stderr).toContain(colours);
    expect(
      (await run(['list', '--color', 'never', '--limit', '0'], { env: { FORCE_COLOR: '1' } })).stderr,
    ).not.toContain('\u001b');
  });
});
