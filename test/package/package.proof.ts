import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packed, problemsOf, project } from './packed.js';
import type { Packed } from './packed.js';

const execute = promisify(execFile);

let pack: Packed;
const inPackage = (path: string): string => `${pack.folder}/node_modules/ax-tasks-temporal/${path}`;
const isPacked = (path: string): boolean =>
  pack.files.some((file) => file === path || file.startsWith(`${path}/`));
const targetsOf = ({ manifest }: Packed): string[] =>
  Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );

beforeAll(async () => {
  pack = await packed();
});

afterAll(() => pack.remove());

describe('the packed package', () => {
  test('holds the build, the schemas, the examples, the manifests and the documents, and nothing else', () => {
    const kinds = [
      /^(LICENSE|(CHANGELOG|CONTRIBUTING|README|SECURITY)\.md|package\.json)$/,
      /^docs\/((design|runbooks)\/)?[a-z-]+\.md$/,
      /^deploy\/.+\.(yaml|yml|json|sh|env|service|md)$/,
      /^deploy\/compose\/simulator-key$/,
      /^dist\/.+\.(js|d\.ts)$/,
      /^dist\/(cli|worker-bundle)\/([A-Za-z0-9-]+\.cjs|LICENCES\.txt)$/,
      /^dist\/worker-bundle\/mappings\.wasm$/,
      /^schema\/[^/]+\.json$/,
      /^examples\/(README\.md|\d\d-[^/]+\/[^/]+)$/,
    ];
    expect(pack.files.filter((file) => !kinds.some((kind) => kind.test(file)))).toEqual([]);
    expect(pack.files.filter((file) => /\/test\/|\.(test|proof)\.|tsbuildinfo|\.map$/.test(file))).toEqual(
      [],
    );
    expect(pack.files).toContain('LICENSE');
  });

  test('has every file that its manifest names', () => {
    const named = [...targetsOf(pack), ...Object.values(pack.manifest.bin)];
    const missing = named
      .map((path) => path.replace(/^\.\//, ''))
      .filter((path) => !pack.files.includes(path));
    expect(missing).toEqual([]);
  });

  test('has every file that its documents link to', async () => {
    const documents = pack.files.filter((file) => file.endsWith('.md'));
    const broken = await Promise.all(
      documents.map(async (file) => {
        const links = (await readFile(inPackage(file), 'utf8')).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
        return [...links].map(([, link = '']) => join(file, '..', link)).filter((link) => !isPacked(link));
      }),
    );
    expect(documents.length).toBeGreaterThan(30);
    expect(broken.flat()).toEqual([]);
  });

  test('names no source map that is not in it', async () => {
    const code = pack.files.filter((file) => file.endsWith('.js'));
    const texts = await Promise.all(code.map((file) => readFile(inPackage(file), 'utf8')));
    expect(code.filter((_, index) => /sourceMappingURL=(?!data:)/.test(texts[index] ?? ''))).toEqual([]);
  });

  test('imports nothing that is not among its dependencies, in code and in types', async () => {
    const imported = new Set<string>();
    for (const file of pack.files.filter((path) => /^dist\/.+\.(js|d\.ts)$/.test(path))) {
      if (/workflow-bundle/.test(file)) continue;
      for (const [, name = ''] of (await readFile(inPackage(file), 'utf8')).matchAll(IMPORT))
        imported.add(name);
    }
    const known = new Set([
      ...Object.keys(pack.manifest.dependencies),
      ...builtinModules,
      'ax-tasks-temporal',
    ]);
    expect([...imported].map(packageOf).filter((name) => !known.has(name))).toEqual([]);
  });

  test('has a command that runs', async () => {
    const { stdout } = await execute(process.execPath, [
      inPackage(pack.manifest.bin['ax-tasks'] ?? ''),
      '--help',
    ]);
    expect(stdout).toContain('ax-tasks');
  });

  test.skipIf(process.platform === 'win32')(
    'is built with an executable command, which `npm link` links to',
    async () => {
      const { stdout } = await execute(`${project}/${pack.manifest.bin['ax-tasks']}`, ['--help']);
      expect(stdout).toContain('ax-tasks');
    },
  );
});

/** What code and declarations import by name, not by path. */
const IMPORT = /(?:\bfrom |\bimport\(|^import )'([^'.#][^']*)'/gm;
const packageOf = (name: string): string =>
  name
    .replace(/^node:/, '')
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');

describe('a package that uses it', () => {
  const options = { strict: true, noEmit: true, target: 'ES2023', types: ['node'] };

  beforeAll(async () => {
    const modules = {
      'node-next': { module: 'NodeNext' },
      bundler: { module: 'ESNext', moduleResolution: 'bundler' },
    };
    for (const [name, how] of Object.entries(modules)) {
      await mkdir(`${pack.folder}/${name}`);
      await writeFile(`${pack.folder}/${name}/package.json`, '{"type":"module"}');
      await writeFile(`${pack.folder}/${name}/consumer.ts`, CONSUMER);
      const compilerOptions = { ...options, ...how };
      await writeFile(`${pack.folder}/${name}/tsconfig.json`, JSON.stringify({ compilerOptions }));
    }
  });

  test.each([
    ['Node does', 'node-next'],
    ['bundlers do', 'bundler'],
  ])('finds all types as %s, and nothing is wrong with them', (_who, folder) => {
    expect(problemsOf(`${pack.folder}/${folder}`)).toEqual([]);
  });

  test('imports every entry', async () => {
    const entries = [
      '',
      '/client',
      '/testing',
      '/traces',
      '/workflows',
      '/workflows/interceptors',
      '/workflows/trace-interceptors',
      '/workflows/preload',
    ].map((entry) => `ax-tasks-temporal${entry}`);
    const data = ['schema.json', 'package.json'].map((entry) => `ax-tasks-temporal/${entry}`);
    const code = `
      for (const entry of ${JSON.stringify(entries)}) console.log(entry, Object.keys(await import(entry)).length > 0);
      for (const entry of ${JSON.stringify(data)}) await import(entry, { with: { type: 'json' } });`;
    await writeFile(`${pack.folder}/imports.mjs`, code);
    const { stdout } = await execute(process.execPath, [`${pack.folder}/imports.mjs`]);
    expect(stdout.trim().split('\n')).toEqual(entries.map((entry) => `${entry} true`));
  });

  test('bundles its workflows with ours', async () => {
    const workflowsPath = `${pack.folder}/workflows.mjs`;
    await writeFile(workflowsPath, WORKFLOWS);
    const preloadModules = ['ax-tasks-temporal/workflows/preload'];
    const { code } = await bundleWorkflowCode({
      workflowsPath,
      preloadModules,
      logger: new DefaultLogger('ERROR'),
    });
    expect(code).toMatch(/preloadModules\(\) \{\s+__webpack_require__/);
    expect(code).toContain('async function mine');
    expect(code).toContain('async function runTask');
  });
});

const WORKFLOWS = `
  import { runTask } from 'ax-tasks-temporal/workflows';
  export * from 'ax-tasks-temporal/workflows';
  export async function mine(input) { return (await runTask(input)).verdict; }`;

/** Uses something of every entry, with types that only hold where all of them resolve. */
const CONSUMER = `
  import { Client } from '@temporalio/client';
  import { AxClient, FAILURES, backfillPlanOf, coverageOf, createActivities, isAxError, missingIn, parsePipeline, parseSchedule } from 'ax-tasks-temporal';
  import type { Activities, BackfillPlan, BackfillResult, CoverageEntry, FailureType, Plan, RunResult, RunTaskInput, ScheduleDefinition } from 'ax-tasks-temporal';
  import { pausePipeline, readCoverage, resizeBackfill, resultOf, startBackfill, startPipeline, startRun } from 'ax-tasks-temporal/client';
  import { ensureTemporalServer, startSimulator } from 'ax-tasks-temporal/testing';
  import { runBackfill, runTask, waitForRun } from 'ax-tasks-temporal/workflows';
  import manifest from 'ax-tasks-temporal/package.json' with { type: 'json' };

  const simulator = await startSimulator({ advance: { by: 'looks', looks: 3 } });
  const { baseUrl, apiKey } = simulator;
  export const server = (): Promise<string> => ensureTemporalServer('test-server', { report: console.error });
  const activities: Activities = createActivities({ ax: new AxClient({ baseUrl, apiKey }) });
  const input: RunTaskInput = { intent: { task: 'VGFzazox', trigger: {} }, wait: null };
  export const run = async (): Promise<RunResult> => runTask(input, { label: 'first' });
  export const wait = (runId: string): Promise<RunResult> => waitForRun({ runId, wait: { timeoutMs: 1000 } });
  const client = new Client();
  const plan: Plan = parsePipeline('', 'pipeline.yaml', {});
  const { handle } = await startPipeline(client, plan, { key: 'again' });
  await pausePipeline(handle, { by: 'me' });
  export const verdict: 'good' | 'errors' | 'failed' | 'cancelled' | 'running' = (await resultOf(handle)).verdict;
  export const runId: string | null = (await (await startRun(client, input)).handle.result()).runId;
  const range = { startMs: 0, endMs: 3_600_000 };
  const entries: CoverageEntry[] = await readCoverage(client, 'VGFzazox', range);
  const missing = missingIn(coverageOf(entries, range, null), 'missing');
  const task = { id: 'VGFzazox', name: 'x', evaluators: [] };
  const backfillPlan: BackfillPlan = backfillPlanOf({ task, range, slice: '15m', missing, options: { limit: 5 } });
  const { handle: backfill } = await startBackfill(client, backfillPlan, { key: 'again' });
  await resizeBackfill(backfill, { by: 'me', limit: 2 });
  export const backfilled: BackfillResult = await resultOf(backfill);
  export const called = (): Promise<BackfillResult> => runBackfill({ plan: backfillPlan }, { label: 'october' });
  export const schedule = async (): Promise<ScheduleDefinition> =>
    (await parseSchedule('', 'schedule.yaml', {}, () => Promise.resolve(''))).definition;
  export const isOurs = (type: string): type is FailureType => Object.hasOwn(FAILURES, type);
  export const statusOf = (error: unknown): number | null => (isAxError(error) ? (error.status ?? null) : null);
  // @ts-expect-error a misspelt member
  export const wrong: RunTaskInput = { intend: {} };
  export const version: string = manifest.version;
  export const read = activities.getRun({ runId: 'x' });`;
