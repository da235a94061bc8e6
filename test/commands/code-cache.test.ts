import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './support/cli.js';

const folder = () => mkdtempSync(join(tmpdir(), 'ax-tasks-cache-'));
const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

test('a command keeps its compiled code below XDG_CACHE_HOME, and later ones make none', async () => {
  const cache = folder();
  const first = await run(['--help'], { env: { XDG_CACHE_HOME: cache } });
  const files = filesIn(cache);
  expect(files.length).toBeGreaterThan(0);
  expect(await run(['--help'], { env: { XDG_CACHE_HOME: cache } })).toMatchObject({
    code: 0,
    stdout: first.stdout,
    stderr: '',
  });
  expect(filesIn(cache)).toEqual(files);
});

test('a command works where nothing can be kept', async () => {
  const file = join(folder(), 'no-folder');
  writeFileSync(file, '');
  const ran = await run(['--version'], { env: { XDG_CACHE_HOME: file } });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
});
