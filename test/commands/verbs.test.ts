import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/run/run-result.js';
import type { TaskRun } from '../../src/model/api/task-run.js';
import type { Task } from '../../src/model/api/task.js';
import { collect, run, start } from './support/cli.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { until } from '../support/until.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-verbs-'));

const ax = (...args: string[]): Promise<Ran> => runHere(args, stack.env);
const inFolder = (name: string): string => join(folder, name);

interface RunData {
  runId: string;
  workflowId: string;
  result: RunResult;
}

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
});

afterAll(() => stack.close());

const create = (name: string, ...args: string[]): Promise<Ran> =>
  ax(
    ...[
      'create-evaluation',
      '--name',
      name,
      '--task-type',
      'template_evaluation',
      '--project',
      'support-bot',
    ],
    ...['--evaluators', '[{"evaluator_id": "relevance"}]', ...args],
  );

const WINDOW = ['--data-start-time', '2026-11-01T00:00:00Z', '--data-end-time', '2026-11-02T00:00:00Z'];

describe('lists of tasks', () => {
  test('come page by page, or all of them', async () => {
    const first = await ax('list', '--limit', '2', '-o', 'json');
    const { items, nextCursor } = first.json<{ items: Task[]; nextCursor: string }>().data;
    expect(items).toHaveLength(2);
    expect(first.stderr).toContain(`--cursor ${nextCursor}`);
    const next = await ax('list', '--limit', '2', '--cursor', nextCursor, '-o', 'json');
    const all = (await ax('list', '--all', '-o', 'json')).json<{ items: Task[]; nextCursor: null }>().data;
    expect(all.nextCursor).toBeNull();
    const expected = [...items, ...next.json<{ items: Task[] }>().data.items].map(({ id }) => id);
    expect(all.items.slice(0, 4).map(({ id }) => id)).toEqual(expected);
  });

  test('are filtered, by names as well', async () => {
    const { data } = (
      await ax('list', '--dataset', 'support-questions', '--task-type', 'template_evaluation', '-o', 'json')
    ).json<{ items: Task[] }>();
    expect(data.items.map(({ name }) => name)).toEqual(['score-experiments']);
  });

  test('are a table for people, on stdout alone', async () => {
    const { code, stdout, stderr } = await ax('list', '--name', 'SCORE');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^NAME +TYPE +ON +LAST RUN +ID\nscore-experiments +template_evaluation +dataset support-questions +10d ago +\S+=*\n$/,
    );
  });

  test('are CSV with a row for each task, on stdout or in a file that is replaced whole', async () => {
    const file = inFolder('tasks.csv');
    writeFileSync(file, 'old\n');
    const { stdout } = await ax('list', '--name', 'SCORE', '-o', 'csv');
    const written = await ax('list', '--name', 'SCORE', '-o', file);
    expect(written).toMatchObject({ code: 0, stdout: '', stderr: `Written to ${file}.\n` });
    expect(readFileSync(file, 'utf8')).toBe(stdout);
    const [header, row] = stdout.split('\n');
    expect(header).toBe(
      'id,name,type,projectId,datasetId,samplingRate,isContinuous,queryFilter,evaluators,experimentIds,lastRunAt,createdAt,updatedAt,projectName,datasetName,arizeUrl',
    );
    expect(row).toMatch(/^[^,]+,score-experiments,TEMPLATE_EVALUATION,,[^,]+,.*"\[\{""evaluatorId""/);
    expect(stdout.split('\n')).toHaveLength(3);
  });

  test('are a header alone in CSV if there is no task, and one task is one row', async () => {
    expect((await ax('list', '--name', 'no such task', '-o', 'csv')).stdout).toMatch(/^id,name,[^\n]+\n$/);
    expect((await ax('get', 'score-experiments', '-o', 'csv')).stdout).toMatch(
      /^id,name,[^\n]+\n[^,\n]+,score-experiments,[^\n]+\n$/,
    );
  });
});

describe.concurrent('what tasks refer to', () => {
  test.each([
    ['spaces', ['space', 'list', '--name', 'PROD'], ['prod', 'prod-eu']],
    ['projects', ['project', 'list', '--name', 'bot'], ['support-bot']],
    ['datasets', ['dataset', 'list', '--name', 'golden'], ['golden-answers']],
    ['evaluators', ['evaluator', 'list', '--name', 'rel'], ['relevance']],
    [
      'experiments',
      ['experiment', 'list', '--dataset', 'support-questions', '--name', 'base'],
      ['baseline-v1'],
    ],
    ['integrations', ['integration', 'list', '--name', 'anthropic', '--type', 'llm'], ['anthropic-research']],
  ])('is listed: %s', async (kind, args, names) => {
    const document = (await ax(...args, '-o', 'json')).json<{ items: { id: string; name: string }[] }>();
    expect(document.kind).toBe(kind);
    expect(document.data.items.map(({ name }) => name).sort()).toEqual(names);
    const { stdout } = await ax(...args);
    for (const { id, name } of document.data.items)
      expect(stdout).toMatch(new RegExp(`^${name} .*${id}`, 'm'));
    const header = (await ax(...args, '--name', 'nothing has this name', '-o', 'csv')).stdout;
    expect(header).toMatch(/^id,name[^\n]*\n$/);
  });

  test('includes the versions of an evaluator, page by page', async () => {
    const all = (await ax('evaluator', 'versions', 'hallucination', '-o', 'json')).json<{
      items: { id: string }[];
    }>();
    expect(all).toMatchObject({ kind: 'evaluator-versions' });
    const first = await ax('evaluator', 'versions', 'hallucination', '--limit', '1');
    expect(first.stdout).toContain(all.data.items[0]?.id);
  });

  test('has its address in the Arize UI if the organization there is known', async () => {
    const base = 'https://app.arize.com/organizations/QWNjb3VudE9yZ2FuaXphdGlvbjoxOmFiQzE=';
    const linked = (...args: string[]): Promise<Ran> =>
      runHere(args, { ...stack.env, AX_TASKS_ARIZE_UI_URL: `${base}/spaces/U3BhY2U6MQ==/home?tab=1` });
    const urlOf = async (...args: string[]): Promise<string | undefined> =>
      (await linked(...args, '-o', 'json')).json<{ items: { arizeUrl: string }[] }>().data.items[0]?.arizeUrl;
    const page = (kind: string): RegExp => new RegExp(`^${base}/spaces/[A-Za-z0-9+=]+/${kind}`);
    expect(await urlOf('project', 'list', '--name', 'bot')).toMatch(page('projects/[A-Za-z0-9]+=*$'));
    expect(await urlOf('evaluator', 'list', '--name', 'rel')).toMatch(page('evaluators/[A-Za-z0-9]+=*$'));
    expect(await urlOf('experiment', 'list', '--dataset', 'support-questions')).toMatch(
      page('datasets/[A-Za-z0-9]+=*\\?selectedTab=experiments$'),
    );
    expect((await linked('get', 'nightly-hallucination')).stdout).toMatch(
      new RegExp(`^Arize UI\\s+${base}/spaces/[^/]+/projects/[^/]+$`, 'm'),
    );
    const unknown = await ax('project', 'list', '--name', 'bot', '-o', 'json');
    expect(unknown.json<{ items: { arizeUrl: null }[] }>().data.items[0]?.arizeUrl).toBeNull();
  });

  test('is named beside its ID: what a task runs on, and the task and experiment of a run', async () => {
    const task = await ax('get', 'score-experiments');
    expect(task.stdout).toMatch(/^Dataset +support-questions \(\S+\)$/m);
    expect(task.stdout).toMatch(/^Evaluator +\S+ \(\S+\), latest version$/m);
    const run = (await ax('list-runs', 'generate-answers', '-o', 'json')).json<{
      items: { id: string; taskName: string; experimentName: string }[];
    }>().data.items[0];
    expect(run).toMatchObject({
      taskName: 'generate-answers',
      experimentName: expect.any(String) as unknown,
    });
    const shown = await ax('get-run', run?.id ?? '');
    expect(shown.stdout).toMatch(/^Task +generate-answers \(\S+\)$/m);
    expect(shown.stdout).toContain(`${run?.experimentName} (`);
  });

  test('is what to list if a name is not found', async () => {
    const { code, stderr } = await ax('list', '--project', 'support-bott');
    expect(stderr).toMatch(/\nList what exists with `ax-tasks project list --space research`\.\n$/);
    expect(code).toBe(4);
  });
});

describe.concurrent('tasks', () => {
  test('are got by name and by ID, exactly', async () => {
    const byName = (await ax('get', 'generate-answers', '-o', 'json')).json<Task>().data;
    const byId = await run(['get', byName.id, '-o', 'json'], { env: { ...stack.env, ARIZE_SPACE: '' } });
    expect(byId.json<Task>().data).toEqual(byName);
    const missing = await ax('get', 'Generate-Answers');
    expect(missing.code).toBe(4);
    expect(missing.stderr).toContain('No task is named "Generate-Answers"');
    const elsewhere = await ax('get', 'generate-answers', '--space', 'prod-e');
    expect(elsewhere).toMatchObject({ code: 4 });
    expect(elsewhere.stderr).toContain('"prod-eu"');
  });

  test('are created, changed, cleared and deleted', async () => {
    const created = (
      await create('made', '--sampling-rate', '0', '--no-continuous', '-o', 'json')
    ).json<Task>();
    expect(created).toMatchObject({
      kind: 'task',
      data: { name: 'made', samplingRate: 0, isContinuous: false },
    });
    const again = await create('made');
    expect(again).toMatchObject({ code: 4, stdout: '' });
    expect(again.stderr).toMatch(/a task of this name exists \(\S+\)[^]*`ax-tasks task ensure FILE`/);
    const changed = await ax(
      'update',
      'made',
      '-n',
      'renamed',
      '--query-filter',
      "span_kind = 'LLM'",
      '-o',
      'json',
    );
    expect(changed.json<Task>().data).toMatchObject({ name: 'renamed', queryFilter: "span_kind = 'LLM'" });
    const cleared = await ax('update', 'renamed', '--query-filter', 'null', '-o', 'json');
    expect(cleared.json<Task>().data.queryFilter).toBeNull();
    expect(await ax('delete', 'renamed', '--force')).toMatchObject({
      code: 0,
      stdout: 'Deleted the task renamed.\n',
    });
    expect(await ax('get', 'renamed')).toMatchObject({ code: 4 });
  });

  test('are created from JSON in a file or on standard input, of either kind', async () => {
    const configuration = {
      experiment_type: 'llm_generation',
      ai_integration: 'anthropic-research',
      model_name: 'claude-sonnet-4',
      messages: [{ role: 'user', content: '{question}' }],
      input_variable_format: 'f_string',
    };
    writeFileSync(inFolder('run.json'), JSON.stringify(configuration));
    const fromFile = [
      '--dataset',
      'golden-answers',
      '--run-configuration',
      `@${inFolder('run.json')}`,
      '-o',
      'json',
    ];
    const made = await ax('create', '--name', 'from-file', '--task-type', 'RUN_EXPERIMENT', ...fromFile);
    expect(made.json<Task>().data).toMatchObject({ type: 'RUN_EXPERIMENT', name: 'from-file' });
    const args = [
      'create-run-experiment',
      '--name',
      'from-stdin',
      '--dataset',
      'golden-answers',
      '--run-configuration',
      '@-',
    ];
    const piped = await run(args, { env: stack.env, input: JSON.stringify(configuration) });
    expect(piped).toMatchObject({ code: 0 });
  });

  test('go into a file as JSON, and stdout stays empty', async () => {
    expect(await ax('list', '-o', inFolder('tasks.json'))).toMatchObject({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(inFolder('tasks.json'), 'utf8'))).toMatchObject({
      version: 1,
      kind: 'tasks',
    });
  });
});

const taskFile = (more = ''): string => `name: as-code
type: template_evaluation
project: support-bot
evaluators: [{ evaluatorId: relevance }]
${more}`;

describe.concurrent('a task as code', () => {
  test('is created, left alone, shown on a dry run, and updated', async () => {
    const example = fileURLToPath(new URL('../../examples/06-tasks-as-code/task.yaml', import.meta.url));
    const changed = readFileSync(example, 'utf8').replace('samplingRate: 0.25', 'samplingRate: 0.5');
    writeFileSync(inFolder('task.yaml'), changed);
    const name = 'relevance-of-answers';
    const created = await ax('task', 'ensure', example);
    expect(created.stdout).toMatch(
      new RegExp(`^created ${name} \\(\\S+\\)\\nFIELD +FROM +TO\\nname +– +${name}\\n`),
    );
    const unchanged = await ax('task', 'ensure', example);
    expect(unchanged).toMatchObject({ code: 0, stderr: '' });
    expect(unchanged.stdout).toMatch(new RegExp(`^unchanged ${name} \\(\\S+\\)\\n$`));
    const dry = await ax('task', 'ensure', inFolder('task.yaml'), '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: 'Dry run: no changes were made.\n' });
    expect(dry.stdout).toMatch(
      /^would be updated: \S+ \(\S+\)\nFIELD +FROM +TO\nsamplingRate +0\.25 +0\.5\n$/,
    );
    const updated = await ax('task', 'ensure', inFolder('task.yaml'), '-o', 'json');
    expect(updated.json()).toMatchObject({
      version: 1,
      kind: 'ensured-task',
      data: {
        action: 'updated',
        task: { samplingRate: 0.5 },
        changes: [{ field: 'samplingRate', from: 0.25, to: 0.5 }],
      },
    });
  });

  test('is read from standard input; two starts of the same at once do it once', async () => {
    const input = taskFile().replace('as-code', 'twice');
    const start = (): Promise<Ran> => run(['task', 'ensure', '-', '-o', 'json'], { env: stack.env, input });
    const both = await Promise.all([start(), start()]);
    const results = both.map((ran) => ran.json<{ action: string; task: Task }>().data);
    expect(new Set(results.map(({ task }) => task.id)).size).toBe(1);
    expect(['created', 'unchanged']).toContain(results[1]?.action);
    const posts = stack.simulator
      .journal()
      .requests.filter(({ method, path }) => method === 'POST' && path === '/v2/tasks');
    expect(posts.filter(({ body }) => (body as { name?: string }).name === 'twice')).toHaveLength(1);
  });

  test('that cannot become what is defined ends with 4, and a wrong file with 2', async () => {
    const other = taskFile().replace('as-code', 'json-check');
    const refused = await run(['task', 'ensure', '-'], { env: stack.env, input: other });
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toContain(
      'type is "CODE_EVALUATION" and the definition says "TEMPLATE_EVALUATION"',
    );
    const wrong = await run(['task', 'ensure', '-'], { env: stack.env, input: taskFile('samplingrate: 1') });
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain(
      'stdin:5:1 samplingrate: is not a field of a task; did you mean "samplingRate"?',
    );
  });
});

describe.concurrent('a trigger', () => {
  test('without --wait ends as soon as the run has an ID; repeated, it triggers nothing', async () => {
    const { id } = (await create('once', '-o', 'json')).json<Task>().data;
    const first = (await ax('trigger-run', 'once', ...WINDOW, '-o', 'json')).json<RunData>().data;
    expect(first.result.outcome.kind).toBe('started');
    const again = await ax('trigger-run', 'once', ...WINDOW, '-o', 'json');
    expect(again.json<RunData>().data.runId).toBe(first.runId);
    expect(again.stderr).toContain('The same run was made before');
    expect(again.stderr).toContain('--key');
    expect(stack.triggersOf(id)).toBe(1);
  });

  test('is listed with its address in Temporal’s UI', async () => {
    await create('linked');
    const { workflowId } = (await ax('trigger-run', 'linked', ...WINDOW, '-o', 'json')).json<RunData>().data;
    const env = { ...stack.env, TEMPORAL_UI_ADDRESS: 'http://ui.example' };
    const listed = async (): Promise<string> =>
      (await runHere(['workflow', 'list', '--all', '-o', 'csv'], env)).stdout;
    const url = `http://ui.example/namespaces/default/workflows/${encodeURIComponent(workflowId)}`;
    await until(async () => (await listed()).includes(`${workflowId},`));
    expect(await listed()).toContain(url);
  });

  test('with --wait after one without goes on waiting for that run', async () => {
    await create('later');
    const first = (await ax('trigger-run', 'later', ...WINDOW, '-o', 'json')).json<RunData>().data;
    const waited = await ax(
      'trigger-run',
      'later',
      ...WINDOW,
      '--wait',
      '--poll-interval',
      '1',
      '-o',
      'json',
    );
    expect(waited.code).toBe(0);
    expect(waited.json<RunData>().data).toMatchObject({
      runId: first.runId,
      result: { outcome: { kind: 'succeeded' } },
    });
  });

  test('by name and by ID is the same run, and a --key makes it another', async () => {
    const task = (await create('named', '-o', 'json')).json<Task>().data;
    const byName = (await ax('trigger-run', 'named', ...WINDOW, '--wait', '-o', 'json')).json<RunData>().data;
    const byId = (await ax('trigger-run', task.id, ...WINDOW, '--wait', '-o', 'json')).json<RunData>().data;
    expect(byId.runId).toBe(byName.runId);
    const keyed = await ax('trigger-run', 'named', ...WINDOW, '--key', 'again', '--wait', '-o', 'json');
    expect(keyed.json<RunData>().data.runId).not.toBe(byName.runId);
  });

  test('of an experiment names it, and reports its ID', async () => {
    const args = [
      '--experiment-name',
      'from-cli',
      '--max-examples',
      '5',
      '--tracing-metadata',
      '{"build": 7}',
    ];
    const { code, stdout } = await ax('trigger-run', 'generate-answers', ...args, '--wait');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Outcome +✓ succeeded$/m);
    expect(stdout).toMatch(/^Counts +5 ok, 0 errors, 0 skipped$/m);
    expect(stdout).toMatch(/^Experiment +from-cli \(\S+\)$/m);
  });

  test.each([
    ['failed', { outcome: 'failed' }, [], 1],
    ['cancelled by someone else', { outcome: 'cancelled' }, [], 6],
    ['with errors', { outcome: 'completed', successes: 8, errors: 2 }, [], 7],
    [
      'with errors within --max-error-share',
      { outcome: 'completed', successes: 8, errors: 2 },
      ['--max-error-share', '0.2'],
      0,
    ],
    ['that found nothing', { outcome: 'empty' }, [], 1],
    ['that found nothing, with --allow-empty', { outcome: 'empty' }, ['--allow-empty'], 0],
    ['still running at its --timeout', { stuckAt: 'RUNNING' }, ['--timeout', '1'], 3],
    ['cancelled at its --timeout', { stuckAt: 'RUNNING' }, ['--timeout', '1', '--on-timeout', 'cancel'], 1],
  ] as const)('of a run %s ends with the exit code for it', async (title, behaviour, args, expected) => {
    const name = title.replaceAll(/\W+/g, '-');
    await create(name);
    stack.simulator.addBehaviour({ ...behaviour, match: { taskName: name } });
    const { code, stderr } = await ax(
      'trigger-run',
      name,
      ...WINDOW,
      '--wait',
      '--poll-interval',
      '1',
      ...args,
    );
    expect({ code, stderr: code === expected ? '' : stderr }).toEqual({ code: expected, stderr: '' });
  });

  test('with fields of the other kind is refused by name', async () => {
    const { code, stderr } = await ax('trigger-run', 'fresh-relevance', ...WINDOW, '--max-examples', '3');
    expect(code).toBe(2);
    expect(stderr).toContain('RUN_EXPERIMENT');
  });
});

describe.concurrent('runs', () => {
  test('are listed by status, got, waited for, and refuse a cancel once they are over', async () => {
    const listed = await ax('list-runs', 'score-experiments', '--status', 'COMPLETED', '-o', 'json');
    const [first] = listed.json<{ items: TaskRun[] }>().data.items;
    const id = first?.id ?? '';
    expect((await ax('get-run', id, '-o', 'json')).json<TaskRun>().data).toEqual(first);
    const waited = await ax('wait-for-run', id, '-o', 'json');
    expect(waited.json<RunData>().data).toMatchObject({
      runId: id,
      result: { provenance: { how: 'attached' } },
    });
    const cancelled = await ax('cancel-run', id, '--force');
    expect(cancelled.code).toBe(4);
    expect(cancelled.stderr).toContain('completed');
  });

  test('are cancelled while they go on', async () => {
    await create('long');
    stack.simulator.addBehaviour({ stuckAt: 'RUNNING', match: { taskName: 'long' } });
    const { runId } = (await ax('trigger-run', 'long', ...WINDOW, '-o', 'json')).json<RunData>().data;
    expect(await ax('wait-for-run', runId, '--timeout', '1', '--poll-interval', '1')).toMatchObject({
      code: 3,
    });
    const cancelled = await ax('cancel-run', runId, '--force', '-o', 'json');
    expect(cancelled.json<TaskRun>().data.status).toBe('CANCELLED');
    expect(await ax('wait-for-run', runId)).toMatchObject({ code: 6 });
  });

  test('that do not exist end with 4', async () => {
    expect(await ax('get-run', 'VGFza1J1bjo5OTphYmNk')).toMatchObject({ code: 4, stdout: '' });
    expect(await ax('wait-for-run', 'VGFza1J1bjo5OTphYmNk')).toMatchObject({ code: 4, stdout: '' });
  });
});

test('an ensure of a task waits for another one of it that is under way', async () => {
  const input = taskFile().replace('as-code', 'in-turn');
  const fault = stack.simulator.addFault({
    match: { method: 'POST', path: '/v2/tasks' },
    holdAt: 'before-effect',
  });
  const first = run(['task', 'ensure', '-'], { env: stack.env, input });
  const isHeld = (): boolean => stack.simulator.journal().requests.some((request) => request.fault === fault);
  await until(isHeld);
  const second = start(['task', 'ensure', '-', '-o', 'json'], { env: stack.env });
  // It may end before the process of the first one has.
  const closed = once(second, 'close');
  second.stdin?.end(`${input}samplingRate: 0.75`);
  const [out, err] = [collect(second.stdout), collect(second.stderr)];
  await until(() => err().includes('waiting for it to finish'));
  stack.simulator.releaseFault(fault);
  expect((await first).stdout).toMatch(/^created /);
  await closed;
  expect(JSON.parse(out())).toMatchObject({ data: { action: 'updated', task: { samplingRate: 0.75 } } });
});

test('doctor finds everything in order', async () => {
  const ran = await ax('doctor', '-o', 'json');
  expect(ran.code).toBe(0);
  const { checks } = ran.json<{ checks: { name: string; state: string }[] }>().data;
  expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'versions ok',
    'settings ok',
    'temporal ok',
    'worker ok',
    'service ok',
    'key ok',
    'trigger ok',
    'clock ok',
  ]);
});

test('doctor names the part that hangs or is refused, with the worker’s own last error', async () => {
  const partsOf = async (): Promise<string[]> => {
    const ran = await ax('doctor', '--timeout', '3s', '-o', 'json');
    const { checks } = ran.json<{ checks: { name: string; state: string; found: string }[] }>().data;
    return checks
      .filter(({ state }) => state === 'fail')
      .map(({ name, found }) => `${ran.code} ${name}: ${found}`);
  };
  const broken = stack.simulator.addFault({
    match: { path: '/v2/spaces' },
    answer: { kind: 'respond', status: 503, body: { status: 503, title: 'Down', detail: 'for repairs' } },
    times: 'always',
  });
  expect(await partsOf()).toEqual([expect.stringMatching(/^5 service: .*for repairs/)]);
  stack.simulator.removeFaults(broken);
  stack.simulator.addFault({
    match: { method: 'POST', path: '/v2/task-runs/*/cancel' },
    answer: { kind: 'respond', status: 403, body: { status: 403, title: 'Forbidden', detail: 'read-only' } },
  });
  expect(await partsOf()).toEqual([expect.stringMatching(/^4 trigger: .*may not trigger runs.*read-only/)]);
});

test('doctor tells a refused key from everything else', async () => {
  const answer = { kind: 'respond', status: 401, body: { status: 401, title: 'Unauthorized' } } as const;
  stack.simulator.addFault({ match: { path: '/v2/spaces' }, answer });
  const { code, stdout } = await ax('doctor');
  expect({ code, stdout: code === 4 ? '' : stdout }).toEqual({ code: 4, stdout: '' });
  expect(stdout).toMatch(/^FAIL +key /m);
  expect(stdout).toContain('ARIZE_API_KEY');
});
