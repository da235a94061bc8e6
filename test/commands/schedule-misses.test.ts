import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { ScheduleReport } from '../../src/model/schedule/schedule-report.js';
import { NOTICE_MEMO } from '../../src/model/notification/delivery.js';
import type { NoticeMemo } from '../../src/model/notification/delivery.js';
import { DurableServer } from '../faults/durable-server.js';
import { until } from '../support/until.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';

const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-misses-'));
/** The check gives Temporal a minute for each time: by this clock it is over. */
const minuteLater = (): number => Date.now() + 60_000;

let server: DurableServer;
let client: Client;

beforeAll(async () => {
  server = await DurableServer.start(inject('temporalCliPath'), folder, 'misses');
  client = new Client({ connection: await Connection.connect({ address: server.address }) });
});

afterAll(async () => {
  await client.connection.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const ax = (args: string[], nowMs?: () => number): Promise<Ran> =>
  runHere(['schedule', ...args], { TEMPORAL_ADDRESS: server.address, ARIZE_SPACE: 'research' }, { nowMs });

async function apply(name: string, schedule: string, more = ''): Promise<void> {
  const path = join(folder, `${name}.yaml`);
  const rest = 'window: { length: 1m }\ntask: nightly-hallucination\n';
  writeFileSync(path, `version: 1\nname: ${name}\nschedule: ${schedule}\n${rest}${more}`);
  const { code, stderr } = await ax(['apply', '--no-check', path]);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
}

const countersOf = async (name: string) =>
  (await client.schedule.getHandle(`ax-schedule/${name}`).describe()).info;

async function check(name: string): Promise<{ code: number | null; report: ScheduleReport }> {
  const ran = await ax(['check', name, '-o', 'json'], minuteLater);
  const [report] = ran.json<{ schedules: ScheduleReport[] }>().data.schedules;
  if (report === undefined) throw new Error('no report');
  return { code: ran.code, report };
}

/** Checks with `--notify-receivers`, and returns the notices of this reason that have been started so far. */
async function toldOf(name: string, reason: string): Promise<NoticeMemo[]> {
  const { code } = await ax(['check', name, '--notify-receivers'], minuteLater);
  expect(code).toBe(1);
  const found: NoticeMemo[] = [];
  const query = `WorkflowType = 'deliverNotice'`;
  await until(async () => {
    found.length = 0;
    for await (const { memo } of client.workflow.list({ query }))
      found.push(memo?.[NOTICE_MEMO] as NoticeMemo);
    return found.length > 0;
  });
  return found.filter(({ id }) => id.includes(`-schedule-missed-${reason}-`));
}

const kinds = ({ problems }: ScheduleReport): string[] => problems.map(({ kind }) => kind);

// No worker takes these firings: they stay open.
test('times that were skipped by overlap are told with the firing that was open', async () => {
  await apply('overlapping', '{ every: 1s, overlap: skip }');
  await until(async () => (await countersOf('overlapping')).numActionsSkippedOverlap >= 2);
  const { code, report } = await check('overlapping');
  expect(code).toBe(1);
  const overlap = report.problems.find(({ kind }) => kind === 'overlap');
  expect(overlap?.workflowId).toMatch(/^ax-schedule\/overlapping-/);
  expect(overlap?.count).toBeGreaterThanOrEqual(2);
  expect(report.counters.skippedByOverlap).toBeGreaterThanOrEqual(2);
  await ax(['delete', 'overlapping', '--force']);
});

test('times in a pause by hand are told, and are no problem', async () => {
  await apply('paused', '{ every: 1s, overlap: allow }');
  await until(async () => (await countersOf('paused')).numActionsTaken >= 1);
  await ax(['pause', 'paused', '--reason', 'quota']);
  let report: ScheduleReport | undefined;
  await until(async () => ({ report } = await check('paused')).report.pausedTimes >= 2);
  expect(report?.isPaused).toBe(true);
  expect(report === undefined ? [] : kinds(report)).toEqual(['untaken']);
  expect(report?.problems[0]?.text).toContain('task queue "ax-tasks"');
  await ax(['delete', 'paused', '--force']);
});

test('times in an outage of Temporal, longer than the catch-up window, are told', async () => {
  await apply('outage', '{ every: 2s, overlap: allow, catchup: 10s }', 'notify: [on-call]\n');
  await until(async () => (await countersOf('outage')).numActionsTaken >= 1);
  await server.kill();
  const backMs = Date.now() + 14_000;
  await until(() => Date.now() >= backMs);
  await server.restart();
  const missed = async () =>
    (await countersOf('outage').catch(() => null))?.numActionsMissedCatchupWindow ?? 0;
  await until(async () => (await missed()) > 0);
  const { code, report } = await check('outage');
  expect(code).toBe(1);
  expect(kinds(report)).toContain('catch-up');
  // Temporal may skip more times while it catches up; each state of things is told once.
  let told: NoticeMemo[] = [];
  await until(
    async () =>
      (told = await toldOf('outage', 'catch-up')).length === (await toldOf('outage', 'catch-up')).length,
  );
  expect(told[0]).toMatchObject({ kind: 'schedule-missed', to: ['on-call'] });
  expect(new Set(told.map(({ title }) => title)).size).toBe(told.length);
  expect(report.counters.missedCatchup).toBeGreaterThan(0);
  expect((await ax(['check', 'outage'], minuteLater)).stdout).toMatch(
    /not made up for within the catch-up window of 10s/,
  );
});
