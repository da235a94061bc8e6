import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/ax-client.js';
import { resultDocument } from '../../src/files/result/result-document.js';
import { qualityDocument } from '../../src/files/result/quality-document.js';
import type { KeptQuality } from '../../src/model/quality/kept/kept-quality.js';
import { QUALITY_SIGNALS } from '../../src/model/quality/kept/quality-messages.js';
import { DEFAULT_TASK_QUEUE, qualityMonthWorkflowId } from '../../src/model/temporal/names.js';
import { WORKFLOWS } from '../../src/model/temporal/workflow-types.js';
import { monthOf } from '../../src/model/time/month.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import { withTrends } from '../../src/commands/result/with-trends.js';
import type { Session } from '../../src/commands/session/session.js';
import { NIGHTLY } from '../report/support/documents.js';
import { until } from '../support/until.js';
import { keptQuality } from '../support/kept-quality.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
const folder = mkdtempSync(join(tmpdir(), 'ax-quality-'));
const cli = (...args: string[]): Promise<Ran> => runHere(args, stack.env);

const spanRequests = (): number =>
  stack.simulator.journal().requests.filter(({ path }) => path === '/v2/spans').length;

const TASK = 'fresh-relevance';
const RANGE = ['--start', '2026-11-01T00:00:00Z', '--end', '2026-11-04T00:00:00Z'];

/** Keeps windows as a run of the product does. */
async function keep(taskId: string, windows: readonly KeptQuality[]): Promise<void> {
  const connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
  for (const one of windows)
    await connected.client.workflow.signalWithStart(WORKFLOWS.keepQualityMonth, {
      workflowId: qualityMonthWorkflowId(taskId, monthOf(one.startMs)),
      taskQueue: DEFAULT_TASK_QUEUE,
      args: [{ taskId, month: monthOf(one.startMs) }],
      signal: QUALITY_SIGNALS.record,
      signalArgs: [{ taskId, windows: [one] }],
    });
  await connected.connection.close();
}

beforeAll(async () => {
  stack = await createStack();
  await stack.startWorker();
  const { baseUrl, apiKey } = stack.simulator;
  const ax = new AxClient({ baseUrl, apiKey, preReleaseWarning: false });
  const { id } = await ax.getTask({ task: TASK, space: 'research' });
  await ax.close();
  const labels = ['good', 'good', 'bad'];
  await keep(id, [
    keptQuality(-1, [9]),
    keptQuality(0, [1, 1, 0], { labels }),
    keptQuality(5, [1], { labels: ['good'] }),
    keptQuality(48, [0.25], { labels: ['bad'], name: 'toxicity' }),
  ]);
});
afterAll(() => stack.close());

describe('quality', () => {
  test('shows what is kept of each evaluation, by slices of the range, without a request for spans', async () => {
    const { code, stdout } = await cli('quality', TASK, ...RANGE);
    expect(code).toBe(0);
    expect(stdout).toContain('mean score of relevance');
    expect(stdout).toContain('mean score of toxicity');
    expect(stdout).toMatch(/^2026-11-01 00:00 UTC +4 +4 +0.75 .*good 75%, bad 25%$/m);
    expect(stdout).toContain('Nothing is known of 1 of 3 slices.');
    expect(stack.simulator.journal().requests.filter(({ path }) => path === '/v2/spans')).toEqual([]);
  });

  test('-o json is the document that its schema describes, and -o csv has a row for each slice', async () => {
    const { stdout } = await cli('quality', TASK, ...RANGE, '-o', 'json');
    const { data } = qualityDocument.parse(JSON.parse(stdout));
    expect(data).toMatchObject({ slice: '1d', slices: 3, unknown: 1 });
    expect(
      data.trends.map(({ evaluation, points }) => [evaluation, points.map(({ value }) => value)]),
    ).toEqual([
      ['relevance', [0.75, null, null]],
      ['toxicity', [null, null, 0.25]],
    ]);
    const csv = await cli('quality', TASK, ...RANGE, '--evaluation', 'toxicity', '-o', 'csv');
    expect(csv.stdout.split('\n')).toHaveLength(1 + 3 + 1);
    expect(csv.stdout).toContain('\ntoxicity,mean,,2026-11-03T00:00:00.000Z,');
  });

  test('--by label, --slice and --time-zone change what is shown, and --html writes a page', async () => {
    const html = join(folder, 'quality.html');
    const zone = ['--time-zone', 'Europe/Berlin'];
    const ran = await cli(
      'quality',
      TASK,
      ...RANGE,
      '--by',
      'label',
      '--slice',
      '1w',
      ...zone,
      '--html',
      html,
    );
    expect(ran.stdout).toContain('share of "good" in relevance');
    expect(ran.stdout).toMatch(/2026-11-01 01:00 CET +4 +4 +75%/);
    expect(readFileSync(html, 'utf8')).toContain(`<title>Quality of ${TASK}</title>`);
  });

  test('of a task of which nothing is known says so', async () => {
    const ran = await cli('quality', 'nightly-hallucination');
    expect(ran.stdout).toContain('Nothing is known of the evaluations of nightly-hallucination');
  });

  test('names the evaluations that are known if another one is asked for', async () => {
    const { stdout } = await cli('quality', TASK, ...RANGE, '--evaluation', 'relevence');
    expect(stdout).toContain(
      'Nothing is known of the evaluation "relevence" of fresh-relevance in this range. Known evaluations: relevance, toxicity.',
    );
  });

  test.each([
    [['--slice', '1h30m'], '--slice is "1h30m", expected the length of a point'],
    [['--slice', '1m', '--window', 'last-month'], 'slices; the limit is 5000'],
    [['--start', '2026-11-04T00:00:00Z', '--end', '2026-11-01T00:00:00Z'], 'must be before --end'],
    [['--start', '2020-01-01T00:00:00Z'], 'longer than three years'],
    [['--by', 'weather'], 'Expected evaluator, label, kind, status_code, or the path of an attribute'],
    [['--max-requests', '5'], 'Pass it with --read, or with --by and an attribute.'],
    [['--html', '/no/such/folder/q.html'], '--html'],
  ])('refuses %j before anything is sent', async (flags, message) => {
    const ran = await cli('quality', TASK, ...flags);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  test('refuses a task without spans', async () => {
    const ran = await cli('quality', 'score-experiments');
    expect(ran.stderr).toContain('its spans have no evaluations');
    expect(ran.code).not.toBe(0);
  });
});

describe('the quality of finished work', () => {
  const at = (name: string): string => join(folder, name);

  test('is in the report of a pipeline with its trend, which costs no request for spans', async () => {
    const window = "window: {start: '2026-11-02T00:00:00Z', end: '2026-11-02T06:00:00Z'}";
    const step = `{id: relevance, task: ${TASK}, ${window}, pollInterval: 1s}`;
    writeFileSync(at('daily.yaml'), `version: 1\nname: daily\nsteps:\n  - ${step}\n`);
    const files = ['--html', at('daily.html'), '--summary', at('daily.md')];
    const ran = await cli('run', at('daily.yaml'), ...files, '-o', at('daily.json'));
    expect(ran).toMatchObject({ code: 0 });
    expect(readFileSync(at('daily.md'), 'utf8')).toMatch(/^\| relevance \| .* in the 3 windows before \|$/m);
    expect(readFileSync(at('daily.html'), 'utf8')).toContain('Mean score in the last 4 windows');
    const { data } = resultDocument.parse(JSON.parse(readFileSync(at('daily.json'), 'utf8')));
    const before = spanRequests();
    await cli('workflow', 'report', data.workflowId, '-o', at('again.html'));
    expect(spanRequests()).toBe(before);
    expect(readFileSync(at('again.html'), 'utf8')).toBe(readFileSync(at('daily.html'), 'utf8'));
  });

  test('has no trend if it cannot be read, and the report is written without', async () => {
    const connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
    await connected.connection.close();
    const window = { dataStartTime: '2026-11-02T00:00:00Z', dataEndTime: '2026-11-03T00:00:00Z' };
    const quality = { projectId: 'P', window, spans: 0, isSample: false, evaluations: [] };
    const steps = NIGHTLY.data.result.steps.map((step) => ({ ...step, quality }));
    const warnings: string[] = [];
    const session = { client: connected.client } as Session;
    expect(await withTrends(session, steps, (line) => warnings.push(line))).toEqual(steps);
    expect(warnings).toEqual([expect.stringMatching(/^The report has no trends of quality: \S+/)]);
  });

  test('of the last firings of a schedule is in its description, with its trend', async () => {
    writeFileSync(
      at('hourly.yaml'),
      `version: 1\nname: hourly\nschedule: {cron: '0 * * * *'}\nwindow: {length: 1h}\ntask: ${TASK}\npollInterval: 1s\n`,
    );
    expect(await cli('schedule', 'apply', '--no-check', at('hourly.yaml'))).toMatchObject({ code: 0 });
    const range = ['--start', '2026-11-10T10:00:00Z', '--end', '2026-11-10T13:00:00Z'];
    const asked = await cli('schedule', 'backfill', 'hourly', ...range, '--overlap', 'allow', '--force');
    expect(asked).toMatchObject({ code: 0 });
    const described = async (): Promise<string> => (await cli('schedule', 'describe', 'hourly')).stdout;
    await until(async () => /^relevance +mean score .* \S{3}$/m.test(await described()));
    expect(await described()).toMatch(/^EVALUATION +VALUE +LAST +OF +TREND$/m);
  });
});

describe('quality that is read', () => {
  const DAYS = ['--start', '2026-09-01T00:00:00Z', '--end', '2026-09-03T00:00:00Z', '--slice', '1d'];

  test('is that of the spans of slices of which nothing is known, and is kept', async () => {
    const before = spanRequests();
    const read = await cli('quality', TASK, ...DAYS, '--read', '-o', 'json');
    expect(read.stderr).toContain('Reading the spans of 2 slices: at most 400 requests.');
    expect(spanRequests()).toBeGreaterThan(before);
    const after = spanRequests();
    const again = await cli('quality', TASK, ...DAYS, '--read', '-o', 'json');
    expect(spanRequests()).toBe(after);
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(read.stdout));
    expect(qualityDocument.parse(JSON.parse(again.stdout)).data.unknown).toBe(0);
  });

  test('by an attribute has a trend for each of its values, and is not kept', async () => {
    const evaluated = ['--start', '2026-11-02T00:00:00Z', '--end', '2026-11-02T06:00:00Z', '--slice', '6h'];
    const by = ['quality', TASK, ...evaluated, '--by', 'status_code'];
    const ran = await cli(...by, '--evaluation', 'relevance');
    expect(ran.stderr).toContain('Reading the spans of 1 slice: at most 200 requests.');
    expect(ran.stdout).toMatch(/^mean score of relevance of \S+$/m);
    const other = await cli(...by, '--evaluation', 'toxicity');
    expect(other.stdout).toContain(
      'No span that was read bears the evaluation "toxicity" of fresh-relevance (1 of 1 slices read).',
    );
  });

  test('refuses to read more slices than anybody can wait for', async () => {
    const ran = await cli('quality', TASK, '--window', '2026-08', '--slice', '1h', '--read');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('The spans of 744 slices would be read; the limit is 200');
  });
});
