import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from './support/cli.js';

const bundle = fileURLToPath(new URL('../../dist/cli', import.meta.url));
const modulesOf = JSON.parse(readFileSync(`${bundle}/modules.json`, 'utf8')) as Record<string, string[]>;

interface Loaded {
  /** Source modules. */
  modules: string[];
  /** Packages of these modules. */
  packages: Set<string>;
  /** Files outside of the bundle. */
  others: string[];
}

/** What a command line loads, by what V8 says that it ran. Temporal cannot be reached. */
async function loadedBy(...args: string[]): Promise<Loaded> {
  const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-loaded-'));
  await run(args, {
    env: { NODE_V8_COVERAGE: folder, TEMPORAL_ADDRESS: '127.0.0.1:1', ARIZE_SPACE: 'prod' },
  });
  const reports = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const scripts = reports.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
  const files = [...new Set(scripts.map(({ url }) => url.replace('file://', '')))].filter((url) =>
    url.startsWith('/'),
  );
  const modules = files.filter(isBundled).flatMap((file) => modulesOf[basename(file)] ?? []);
  return {
    modules,
    packages: new Set(modules.map(packageOf)),
    others: files.filter((file) => !isBundled(file)),
  };
}

const isBundled = (file: string): boolean => file.startsWith(`${bundle}/`);
const packageOf = (module: string): string =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? 'ours';

const TEMPORAL = [
  ...['@grpc/grpc-js', '@js-sdsl/ordered-map', 'long', 'ms', 'nexus-rpc', 'protobufjs', 'smol-toml', 'uuid'],
  ...['@temporalio/client', '@temporalio/common', '@temporalio/envconfig', '@temporalio/proto'],
];

describe('what a command loads', () => {
  test.each([
    ['--version'],
    ['--help'],
    ['list --help'],
    ['completion bash'],
    ['help connection'],
    ['completion complete -- lis'],
  ])('%s loads no package but commander', async (line) => {
    const { packages, modules } = await loadedBy(...line.split(' '));
    expect(packages).toEqual(new Set(['ours', 'commander']));
    expect(modules.length).toBeLessThanOrEqual(80);
  });

  test.each([
    ['list', 380],
    ['list-runs relevance', 380],
    ['get relevance', 380],
    ['workflow status w', 420],
    ['doctor', 400],
    ['trigger-run relevance', 440],
  ])('%s loads the client of Temporal and at most %i modules', async (line, most) => {
    const { packages, modules } = await loadedBy(...line.split(' '));
    expect([...packages].sort()).toEqual(['ours', 'commander', 'zod', ...TEMPORAL].sort());
    expect(modules.length).toBeLessThanOrEqual(most);
  });

  test('nothing is loaded from outside of the bundle but its loader', async () => {
    const { others } = await loadedBy('list');
    expect(others.map((file) => basename(file)).sort()).toEqual([
      ...['cache-folder.js', 'environment.js', 'forget-code.js', 'kept-code.js', 'load-bundle.js'],
      'starter.js',
    ]);
  });
});
