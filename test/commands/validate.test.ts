import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from './support/cli.js';

const cwd = mkdtempSync(join(tmpdir(), 'ax-tasks-validate-'));

const HEAD = 'version: 1\nname: n\nspace: s\n';
const write = (name: string, text: string): string => {
  writeFileSync(join(cwd, name), text);
  return name;
};

const good = write('good.yaml', `${HEAD}steps:\n  - {id: a, task: t}\nfinally:\n  - {id: b, activity: x}\n`);
const bad = write('bad.yaml', `${HEAD}steps:\n  - {id: a, task: t, tiemout: 1h}\n`);
const asking = write(
  'asking.yaml',
  `${HEAD}inputs: {model: {type: text, options: [small, large]}, n: 1}\nsteps:\n  - {id: a, task: "t-\${{ inputs.model }}"}\n`,
);
const given = write('inputs.yaml', 'model: medium\nn: 2\n');

describe.concurrent('validate', () => {
  test('says how many steps a good file has, without the Temporal SDK', async () => {
    const preload = write(
      'no-sdk.cjs',
      `process.on('exit', () => {
        const loaded = Object.keys(require('node:module')._cache).filter((path) => path.includes('@temporalio'));
        if (loaded.length > 0) { process.stderr.write('loaded: ' + loaded[0]); process.exitCode = 99; }
      });`,
    );
    const nodeArgs = ['--require', join(cwd, preload)];
    expect(await run(['pipeline', 'validate', good], { cwd, nodeArgs })).toMatchObject({
      code: 0,
      stdout: 'good.yaml: ok, 2 steps\n',
      stderr: '',
    });
  });

  test('tells what is wrong with each file, and exits with 2', async () => {
    expect(await run(['pipeline', 'validate', good, bad, 'none.yaml'], { cwd })).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(
        /^good\.yaml: ok, 2 steps\nbad\.yaml:5:22 steps\[0\]\.tiemout: is not a field of a step; did you mean "timeout"\?\nThe pipeline file none\.yaml cannot be read: .*\n$/,
      ) as unknown,
    });
  });

  test('tells programs the same in JSON', async () => {
    const ran = await run(['pipeline', 'validate', good, bad, '-o', 'json'], { cwd });
    expect(ran.code).toBe(2);
    expect(ran.json<{ files: unknown[] }>().data.files).toEqual([
      { file: 'good.yaml', isValid: true, name: 'n', steps: 2 },
      {
        file: 'bad.yaml',
        isValid: false,
        problems: [expect.objectContaining({ line: 5, column: 22, path: 'steps[0].tiemout' })],
        message: expect.stringContaining('bad.yaml:5:22 ') as unknown,
      },
    ]);
  });

  test('asks for no inputs, but checks those that it is given, and then wants them all', async () => {
    expect(await run(['pipeline', 'validate', asking], { cwd })).toMatchObject({ code: 0 });
    expect(await run(['pipeline', 'validate', asking, '--input', 'n=3'], { cwd })).toMatchObject({
      code: 2,
      stdout: 'asking.yaml:4:10 inputs.model: has no value: pass --input model=… or set a default\n',
    });
    expect(await run(['pipeline', 'validate', asking, '--inputs', given], { cwd })).toMatchObject({
      code: 2,
      stdout: 'inputs.yaml:1:1 model: is "medium", expected one of "small", "large"\n',
    });
    expect(
      await run(['pipeline', 'validate', asking, '--inputs', given, '--input', 'model=small'], { cwd }),
    ).toMatchObject({
      code: 0,
    });
  });

  test('refuses an input without a value', async () => {
    expect(await run(['pipeline', 'validate', asking, '--input', 'model'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--input is "model", expected name=value') as unknown,
    });
  });
});

test('run takes inputs, and tells what is wrong with them before it looks for Temporal', async () => {
  expect(await run(['run', asking, '--input', 'model=huge'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--input model: is "huge", expected one of "small", "large"') as unknown,
  });
});
