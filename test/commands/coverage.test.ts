import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AxClient } from '../../src/ax/ax-client.js';
import { coverageMonthWorkflowId, coverageWorkflowId } from '../../src/model/temporal/names.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';
import { createStack } from './support/stack.js';
import type { Stack } from './support/stack.js';

let stack: Stack;
let ax: AxClient;
const folder = mkdtempSync(join(tmpdir(), 'ax-coverage-'));
const cli = (...args: string[]): Promise<Ran> => runHere(args, stack.env);

const TASK = 'fresh-relevance';
const day = (at: number): string => new Date(Date.UTC(2026, 8, at)).toISOString();
const RANGE = ['--start', day(1), '--end', day(11)];

/** Runs the task over some days of September 2026. */
async function run(from: number, to: number): Promise<void> {
  await ax.triggerRun({ task: TASK, space: 'research', dataStartTime: day(from), dataEndTime: day(to) });
}

interface Shown {
  task: { name: string };
  shares: Record<string, number>;
  stretches: { state: string; dataStartTime: string; dataEndTime: string; runs: number }[];
}
const statesOf = (ran: Ran): string[] => ran.json<Shown>().data.stretches.map(({ state }) => state);

beforeAll(async () => {
  stack = await createStack({ advance: { by: 'looks', looks: 1 } });
  ax = new AxClient({
    baseUrl: stack.simulator.baseUrl,
    apiKey: stack.simulator.apiKey,
    preReleaseWarning: false,
  });
  await stack.startWorker();
});
afterAll(async () => {
  await ax.close();
  await stack.close();
});

describe('coverage', () => {
  test('of a task that has not run says that nothing is known, or that all is missing', async () => {
    const unknown = await cli('coverage', TASK);
    expect(unknown).toMatchObject({ code: 0 });
    expect(unknown.stdout).toContain('No run with a window was found');
    expect(statesOf(await cli('coverage', TASK, ...RANGE, '-o', 'json'))).toEqual(['missing']);
  });

  test('finds what was run, by whomever, in the list of runs', async () => {
    await run(2, 4);
    stack.simulator.addBehaviour({ outcome: 'failed' });
    await run(6, 7);
    const ran = await cli('coverage', TASK, ...RANGE, '-o', 'json');
    const { data } = ran.json<Shown>();
    expect(statesOf(ran)).toEqual(['missing', 'evaluated', 'missing', 'failed', 'missing']);
    expect(data.stretches[1]).toMatchObject({ dataStartTime: day(2), dataEndTime: day(4), runs: 1 });
    expect(data.shares).toMatchObject({
      evaluated: 0.2,
      failed: 0.1,
      missing: expect.closeTo(0.7) as number,
    });
  });

  test('keeps to what the ledger has without a sync, and begins with the first run by itself', async () => {
    await run(4, 5);
    const before = await cli('coverage', TASK, '--no-sync', '--end', day(8), '-o', 'json');
    expect(statesOf(before)).toEqual(['evaluated', 'missing', 'failed', 'missing']);
    const after = await cli('coverage', TASK, '--end', day(8), '-o', 'json');
    expect(after.json<Shown>().data.stretches[0]).toMatchObject({ dataEndTime: day(5), runs: 2 });
  });

  test('is drawn as a heat map and told as a table in the zone that was asked for', async () => {
    const { stdout } = await cli('coverage', TASK, ...RANGE, '--time-zone', 'Europe/Berlin');
    expect(stdout).toMatch(/^2026-09-02 +·· ·· ██/m);
    expect(stdout).toMatch(/^evaluated +2026-09-02 02:00 CEST +2026-09-05 02:00 CEST +3d 0h +2 /m);
    expect(stdout).toContain(`${TASK}: evaluated 30%, failed 10%, missing 60%.`);
  });

  test('--missing prints what a backfill would do', async () => {
    const { stdout } = await cli('coverage', TASK, ...RANGE, '--missing');
    expect(stdout.split('\n')).toEqual([
      '2026-09-01 00:00 UTC  2026-09-02 00:00 UTC  1d 0h',
      '2026-09-05 00:00 UTC  2026-09-11 00:00 UTC  6d 0h',
      '',
    ]);
    const { kind, data } = (await cli('coverage', TASK, ...RANGE, '--missing', '-o', 'json')).json();
    expect({ kind, data }).toMatchObject({
      kind: 'coverage-missing',
      data: { missing: [{ dataStartTime: day(1), dataEndTime: day(2) }, { dataStartTime: day(5) }] },
    });
  });

  test('--html writes a page, and --export what the ledger holds', async () => {
    const [html, json] = [join(folder, 'coverage.html'), join(folder, 'coverage.json')];
    expect(await cli('coverage', TASK, ...RANGE, '--html', html, '--export', json)).toMatchObject({
      code: 0,
    });
    expect(readFileSync(html, 'utf8')).toContain(`<title>Coverage of ${TASK}</title>`);
    const { version, entries } = JSON.parse(readFileSync(json, 'utf8')) as {
      version: number;
      entries: object[];
    };
    expect(version).toBe(1);
    expect(entries).toHaveLength(3);
    const { stdout } = await cli('coverage', TASK, ...RANGE, '--no-sync', '--export', '-');
    expect(JSON.parse(stdout)).toMatchObject({ task: { name: TASK }, entries });
  });

  test('what the ledger lost is brought back and told of', async () => {
    const { id } = await ax.getTask({ task: TASK, space: 'research' });
    const connected = await connectClient(loadConnectionOptions({ address: stack.temporal.address }, {}));
    await connected.client.workflow.getHandle(coverageMonthWorkflowId(id, '2026-09')).terminate();
    const unread = await cli('coverage', TASK, ...RANGE, '--no-sync');
    expect(unread.stderr).toContain('The ledger has lost its entries of 2026-09.');
    const mended = await cli('coverage', TASK, ...RANGE, '-o', 'json');
    expect(mended.stderr).toContain('The ledger of 2026-09 was lost. It was rebuilt');
    await connected.client.workflow.getHandle(coverageWorkflowId(id)).terminate();
    await connected.close();
    expect((await cli('coverage', TASK, '--no-sync')).stderr).toContain('was terminated');
    await run(8, 9);
    expect(statesOf(mended)).toEqual(['missing', 'evaluated', 'missing', 'failed', 'missing']);
    expect(statesOf(await cli('coverage', TASK, ...RANGE, '--rebuild', '-o', 'json'))).toEqual([
      ...['missing', 'evaluated', 'missing', 'failed', 'missing', 'evaluated', 'missing'],
    ]);
  });

  test('shows why it waits while the service refuses the list, and then answers', async () => {
    stack.simulator.addFault({
      match: { method: 'GET', path: '/v2/tasks/*/runs' },
      answer: { kind: 'respond', status: 401, body: '' },
      times: 2,
    });
    const ran = await cli('coverage', TASK, ...RANGE);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/Still waiting: .*401/) as string });
  });

  test.each([
    [['--time-zone', 'Europe/Atlantis'], '--time-zone is "Europe/Atlantis"'],
    [['--start', day(3), '--end', day(2)], 'must be before --end'],
    [['--start', '2199-01-01T00:00:00Z'], 'must be before --end'],
    [['--end', '9999-01-01T00:00:00Z'], 'longer than a hundred years'],
    [['--start', '0001-01-01T00:00:00Z'], 'longer than a hundred years'],
    [['--start', '1st of May'], '--start is "1st of May", expected a time'],
    [['--window', 'fortnight'], '--window is "fortnight", expected yesterday'],
    [['--window', 'yesterday', '--end', 'now'], '--window is given with --end'],
    [['--rebuild', '--no-sync'], 'cannot be used with'],
    [['--export', '/no/such/folder/x.json'], 'does not exist'],
    [['--html', '/no/such/folder/x.html'], 'does not exist'],
  ])('with %j ends with 2 before anything is asked for', async (flags, problem) => {
    const ran = await cli('coverage', TASK, ...flags);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(problem);
  });

  test('of a task whose runs take no window says so', async () => {
    const ran = await cli('coverage', 'score-experiments', ...RANGE);
    expect(ran).toMatchObject({ code: 4 });
    expect(ran.stderr).toContain('have no time window, so it has no coverage');
  });

  test('of a task that does not exist ends with 4', async () => {
    expect(await cli('coverage', 'no-such-task')).toMatchObject({ code: 4 });
  });
});
