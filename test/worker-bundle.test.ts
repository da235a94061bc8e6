import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const modulesOf = JSON.parse(readFileSync(`${dist}/worker-bundle/modules.json`, 'utf8')) as Record<
  string,
  string[]
>;

/** The files that a worker has run, by what V8 says, when it ends because Temporal cannot be reached. */
async function filesRun(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-worker-loads-'));
  const child = spawn(process.execPath, [`${dist}/worker.js`], {
    env: {
      PATH: process.env['PATH'],
      NODE_V8_COVERAGE: folder,
      ARIZE_API_KEY: 'ak-none',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    },
    stdio: 'ignore',
  });
  expect(await once(child, 'close')).toEqual([5, null]);
  const reports = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const scripts = reports.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
  const files = scripts.map(({ url }) => url.replace('file://', '')).filter((url) => url.startsWith('/'));
  return [...new Set(files)].map((file) => file.replace(`${dist}/`, '')).sort();
}

const packagesOf = (modules: readonly string[]): Set<string> =>
  new Set(modules.flatMap((module) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? []));

test('a worker loads its bundle and no other file, without what only some activities need', async () => {
  const files = await filesRun();
  expect(files.filter((file) => !file.startsWith('worker-bundle/'))).toEqual(['worker.js']);
  const packages = packagesOf(files.flatMap((file) => modulesOf[basename(file)] ?? []));
  expect(packages).toContain('@temporalio/worker');
  for (const name of ['@marcbachmann/cel-js', 'jstat', 'simple-statistics', 'temporal-polyfill', 'yaml'])
    expect(packages).not.toContain(name);
});

test('the bundles are ASCII, so that Node keeps one byte for each character of them', () => {
  const files = [
    ...readdirSync(`${dist}/worker-bundle`)
      .filter((file) => file.endsWith('.cjs'))
      .map((file) => `worker-bundle/${file}`),
    ...['workflow-bundle.js', 'workflow-bundle.encrypted.js'],
  ];
  for (const file of files) expect(readFileSync(`${dist}/${file}`, 'utf8')).toMatch(/^[\0-\x7f]*$/);
});

test('no chunk has what bundles workflows, nor the part of undici that is a browser’s', () => {
  const modules = Object.values(modulesOf).flat();
  for (const name of ['webpack', 'memfs']) expect(packagesOf(modules)).not.toContain(name);
  expect(modules.filter((module) => module.includes('undici/lib/web/fetch/index'))).toEqual([]);
});
