import { execFile, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { listSpans, triggerTaskRun, getTaskRun } from '@arizeai/ax-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pastWindow, startOfficial, type Official } from './harness.js';

const space = 'research';
const { dataStartTime: startTime, dataEndTime: endTime } = pastWindow(12);
const run = promisify(execFile);

/** A Python that has Arize's packages, and the `ax` command beside it. */
const PYTHON = process.env['ARIZE_PYTHON'] ?? 'python3';
const AX = join(dirname(PYTHON), 'ax');
const hasModule = (name: string): boolean =>
  spawnSync(PYTHON, ['-c', `import importlib.util, sys; sys.exit(not importlib.util.find_spec('${name}'))`])
    .status === 0;

let official: Official;
let runId: string;
let home: string;
beforeAll(async () => {
  official = await startOfficial({ advance: { by: 'looks', looks: 1 } });
  home = await mkdtemp(join(tmpdir(), 'ax-home-'));
  const { client } = official;
  const window = { dataStartTime: startTime, dataEndTime: endTime };
  runId = (await triggerTaskRun({ client, task: 'fresh-relevance', space, ...window, maxSpans: 5 })).id;
  await getTaskRun({ client, runId });
});
afterAll(async () => {
  await official.simulator.close();
  await rm(home, { recursive: true });
});

const recorded = (): readonly string[] =>
  official.simulator
    .spans('support-bot', startTime.getTime(), endTime.getTime() + 1)
    .map(({ spanId }) => spanId);

describe('spans by the TypeScript client', () => {
  test('come page by page, newest first, each once', async () => {
    const ids: string[] = [];
    for (let cursor: string | undefined; ;) {
      const asked = {
        client: official.client,
        project: 'support-bot',
        space,
        startTime,
        endTime,
        limit: 100,
      };
      const { data, pagination } = await listSpans({ ...asked, ...(cursor !== undefined && { cursor }) });
      ids.push(...data.map(({ context }) => context.spanId));
      cursor = pagination.nextCursor ?? undefined;
      if (!pagination.hasMore) break;
    }
    expect(ids).toEqual([...recorded()].reverse());
  });

  test('have the evaluations that a run wrote, and can be found by them', async () => {
    const filter = 'eval.relevance.score >= 0';
    const { data } = await listSpans({
      client: official.client,
      project: 'support-bot',
      space,
      startTime,
      endTime,
      filter,
    });
    expect(data).toHaveLength(5);
    // Runs of the seed may have written others on the same spans.
    const relevance = data[0]?.evaluations?.find(({ name }) => name === 'relevance');
    expect(relevance?.label).toMatch(/relevant/);
    expect(data[0]?.startTime).toBeInstanceOf(Date);
  });
});

interface PythonSpan {
  readonly context: { readonly span_id: string };
  readonly evaluations?: readonly { readonly metadata?: Readonly<Record<string, unknown>> }[];
}

describe.runIf(hasModule('arize'))('spans by the Python client', () => {
  async function list(
    members: Readonly<Record<string, unknown>>,
  ): Promise<readonly (readonly PythonSpan[])[]> {
    const { simulator } = official;
    const question = {
      port: simulator.port,
      start_time: startTime.toISOString().replace('Z', '+00:00'),
      end_time: endTime.toISOString().replace('Z', '+00:00'),
      arguments: { project: 'support-bot', space, limit: 500, ...members },
    };
    const program = fileURLToPath(new URL('spans.py', import.meta.url));
    const env = { ...process.env, ARIZE_API_KEY: simulator.apiKey };
    const { stdout } = await run(PYTHON, [program, JSON.stringify(question)], { env, maxBuffer: 1e9 });
    return JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('[[')) ?? '[]') as PythonSpan[][];
  }

  test('come page by page with the selected columns, and metadata names the run', async () => {
    const columns = ['eval.relevance.score', 'eval.relevance.metadata'];
    const pages = await list({ limit: 100, included_columns: columns, truncate_string_length: 10 });
    expect(pages.flat().map(({ context }) => context.span_id)).toEqual([...recorded()].reverse());
    const evaluations = pages.flat().flatMap((span) => span.evaluations ?? []);
    expect(evaluations.map(({ metadata }) => metadata?.['run_id'])).toEqual(Array(5).fill(runId));
  });
});

describe.runIf(hasModule('ax'))('spans by the ax CLI', () => {
  test('are exported', async () => {
    const { simulator } = official;
    await mkdir(join(home, '.arize', 'profiles'), { recursive: true });
    const profile = `[profile]\nname = "default"\n[auth]\nauth_method = "api-key"\napi_key = "${simulator.apiKey}"\n[routing]\napi_host = "127.0.0.1:${simulator.port}"\napi_scheme = "http"\n`;
    await writeFile(join(home, '.arize', 'profiles', 'default.toml'), profile);
    await writeFile(join(home, '.arize', '.active_profile'), 'default');
    const window = ['--start-time', startTime.toISOString(), '--end-time', endTime.toISOString()];
    const flags = ['--space', space, ...window, '--limit', '7', '--stdout'];
    const env = { PATH: process.env['PATH'], HOME: home };
    const { stdout } = await run(AX, ['spans', 'export', 'support-bot', ...flags], { env, cwd: home });
    const spans = JSON.parse(stdout) as readonly PythonSpan[];
    expect(spans.map(({ context }) => context.span_id)).toEqual([...recorded()].reverse().slice(0, 7));
  });
});
