import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scheduleOptions } from '../../src/client/schedule/schedule-options.js';
import { updateSchedule } from '../../src/client/schedule/update-schedule.js';
import { SCHEDULE_MEMO } from '../../src/model/schedule/schedule.js';
import type { ScheduleMemo } from '../../src/model/schedule/schedule.js';
import type { FiringResult } from '../../src/model/schedule/firing.js';
import type { ScheduleReport } from '../../src/model/schedule/schedule-report.js';
import { connectClient, loadConnectionOptions } from '../../src/temporal/connect.js';
import type { ConnectedClient } from '../../src/temporal/connect.js';
import type { DevServer } from '../../src/temporal/start-dev-server.js';
import { createDevServer } from '../support/servers.js';
import { until } from '../support/until.js';
import type { Ran } from './support/cli.js';
import { runHere } from './support/run-here.js';

let temporal: DevServer;
let connected: ConnectedClient;
let client: Client;
const folder = mkdtempSync(join(tmpdir(), 'ax-tasks-schedules-'));

beforeAll(async () => {
  temporal = await createDevServer();
  connected = await connectClient(loadConnectionOptions({ address: temporal.address }, {}));
  ({ client } = connected);
});

afterAll(async () => {
  await connected.close();
  await temporal.stop();
});

const ax = (...args: string[]): Promise<Ran> => axAt(Date.now, ...args);
/** The check gives Temporal and workers a minute for each time: by this clock it is over. */
const minuteLater = (): number => Date.now() + 60_000;
const axAt = (nowMs: () => number, ...args: string[]): Promise<Ran> =>
  runHere(
    ['schedule', ...args],
    {
      TEMPORAL_ADDRESS: temporal.address,
      ARIZE_SPACE: 'research',
      USER: 'ann',
    },
    { nowMs },
  );

/** A schedule file; each line of `schedule` is a member of it. */
function file(name: string, schedule: string, rest = 'window: { length: 1d }'): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(
    path,
    `version: 1\nname: ${name}\nschedule: ${schedule}\n${rest}\ntask: nightly-hallucination\n`,
  );
  return path;
}

const NIGHTLY = "{ cron: '0 5 * * *', timezone: Europe/Berlin }";
const describeOf = (name: string) => client.schedule.getHandle(`ax-schedule/${name}`).describe();

async function probesLeft(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
  return ids.filter((id) => id.startsWith('ax-schedule-preview/'));
}

describe('schedule apply', () => {
  test('creates what the file says, and a second time changes nothing', async () => {
    const path = file('nightly', NIGHTLY);
    const first = await ax('apply', '--no-check', path);
    expect(first).toMatchObject({ code: 0, stdout: 'Created ax-schedule/nightly\n' });
    expect(first.stderr).toMatch(/NEXT TIME +LOCAL +WINDOW/);
    const { policies, action, info } = await describeOf('nightly');
    expect(policies).toEqual({ overlap: 'SKIP', catchupWindow: 3_600_000, pauseOnFailure: false });
    expect(action).toMatchObject({ workflowType: 'runFiring', workflowId: 'ax-schedule/nightly' });
    expect(info.nextActionTimes).toHaveLength(10);
    expect(await ax('apply', '--no-check', path)).toMatchObject({
      code: 0,
      stdout: 'Unchanged: ax-schedule/nightly\n',
    });
    expect((await describeOf('nightly')).info.lastUpdatedAt).toBeUndefined();
  });

  test('shows in the words of the file what it changes, and leaves a pause', async () => {
    expect((await ax('pause', 'nightly', '--reason', 'quota')).code).toBe(0);
    const path = file('nightly', "{ cron: '0 6 * * *', timezone: Europe/Berlin, overlap: buffer-one }");
    const { code, stdout, stderr } = await ax('apply', '--no-check', path);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Updated ax-schedule/nightly (paused)\n' });
    expect(stderr).toContain(
      '  schedule.cron: 0 5 * * * → 0 6 * * *\n  schedule.overlap: skip → buffer-one\n',
    );
    const { policies, state } = await describeOf('nightly');
    expect(policies.overlap).toBe('BUFFER_ONE');
    expect(state).toMatchObject({
      paused: true,
      note: expect.stringMatching(/^Paused .* by ann: quota$/) as string,
    });
    expect((await ax('apply', '--no-check', path)).stdout).toBe('Unchanged: ax-schedule/nightly (paused)\n');
    expect((await ax('resume', 'nightly')).stdout).toBe('Resumed: ax-schedule/nightly\n');
    expect((await describeOf('nightly')).state.note).toMatch(/^Resumed .* by ann \[paused before: /);
  });

  test('--dry-run shows the times of a new one and leaves nothing behind', async () => {
    const ran = await ax('apply', '--no-check', file('fresh', NIGHTLY), '--dry-run');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^\+ fresh {2}new$/m);
    expect(ran.stdout).toMatch(
      /T0[34]:00:00Z +\d{4}-\d\d-\d\d 05:00 CES?T +\S+T2[23]:00:00Z to \S+T2[23]:00:00Z/,
    );
    await expect(describeOf('fresh')).rejects.toThrow();
    expect(await probesLeft()).toEqual([]);
  });

  test('without a terminal needs --force where another task would be run', async () => {
    const path = file('nightly', NIGHTLY);
    writeFileSync(
      path,
      `version: 1\nname: nightly\nschedule: ${NIGHTLY}\nwindow: { length: 1d }\ntask: other\n`,
    );
    const asked = await ax('apply', '--no-check', path);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('nightly: it runs task other instead of task nightly-hallucination.');
    expect((await ax('apply', '--no-check', path, '--force')).code).toBe(0);
    expect((await ax('apply', '--no-check', file('nightly', NIGHTLY), '--force')).code).toBe(0);
  });

  test('tells what somebody else changed, and undoes it when it is forced to', async () => {
    await client.schedule.getHandle('ax-schedule/nightly').update((before) => ({
      ...before,
      spec: { cronExpressions: ['0 1 * * *'], timezone: 'Europe/Berlin' },
      policies: { ...before.policies, overlap: 'ALLOW_ALL' },
    }));
    const path = file('nightly', NIGHTLY);
    const { code, stderr } = await ax('apply', '--no-check', path);
    expect(code).toBe(2);
    expect(stderr).toContain('changed with other tools since it was applied:');
    expect(stderr).toContain('schedule.overlap: SKIP → ALLOW_ALL');
    expect((await ax('apply', '--no-check', path, '--force')).code).toBe(0);
    expect((await describeOf('nightly')).policies.overlap).toBe('SKIP');
    expect((await ax('apply', '--no-check', path)).stdout).toBe('Unchanged: ax-schedule/nightly\n');
  });

  test('changes nothing where somebody else applied it after it was looked at', async () => {
    const handle = client.schedule.getHandle('ax-schedule/nightly');
    const { action } = await handle.describe();
    const now = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo;
    const options = scheduleOptions(now, { taskQueue: 'another', hasSearchAttributes: false });
    const before = { ...now, appliedAt: '2026-11-01T00:00:00.000Z' };
    await expect(updateSchedule({ handle, memo: before }, options)).rejects.toThrow(
      'The schedule ax-schedule/nightly was changed by someone else at the same time.',
    );
    expect((await describeOf('nightly')).action.taskQueue).toBe('ax-tasks');
  });

  test('of two that apply different contents at the same instant, one wins, and the other is told', async () => {
    const handle = client.schedule.getHandle('ax-schedule/nightly');
    const { action } = await handle.describe();
    const memo = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo;
    const apply = (catchupMs: number): Promise<void> => {
      const definition = { ...memo.definition, catchupMs };
      const applied = { ...memo, definition, appliedAt: '2026-11-02T00:00:00.000Z' };
      return updateSchedule(
        { handle, memo },
        scheduleOptions(applied, { taskQueue: 'ax-tasks', hasSearchAttributes: false }),
      );
    };
    const ends = await Promise.allSettled([apply(60_000), apply(120_000)]);
    const losers = ends.filter((end) => end.status === 'rejected');
    expect(losers.map(({ reason }) => String(reason))).toEqual([
      'ScheduleConflictError: The schedule ax-schedule/nightly was changed by someone else at the same time.',
    ]);
    const winner = ends[0].status === 'fulfilled' ? 60_000 : 120_000;
    expect((await handle.describe()).policies.catchupWindow).toBe(winner);
  });

  test('a schedule that is paused while it is applied is changed, and stays paused', async () => {
    const handle = client.schedule.getHandle('ax-schedule/nightly');
    const { action } = await handle.describe();
    const memo = action.memo?.[SCHEDULE_MEMO] as ScheduleMemo;
    const applied = { ...memo, appliedAt: '2026-11-03T00:00:00.000Z' };
    let isPaused = false;
    const slow = Object.create(handle, {
      describe: {
        value: async () => {
          const description = await handle.describe();
          if (!isPaused) await handle.pause('meanwhile');
          isPaused = true;
          return description;
        },
      },
    }) as typeof handle;
    const options = scheduleOptions(applied, { taskQueue: 'another', hasSearchAttributes: false });
    await updateSchedule({ handle: slow, memo }, options);
    expect(await handle.describe()).toMatchObject({
      action: { taskQueue: 'another' },
      state: { paused: true, note: 'meanwhile' },
    });
    await updateSchedule({ handle, memo: applied }, { ...options, action });
    await handle.unpause();
  });

  test('leaves alone what ax-tasks has not made', async () => {
    await client.schedule.create({
      scheduleId: 'ax-schedule/foreign',
      spec: { intervals: [{ every: 3_600_000 }] },
      action: { type: 'startWorkflow', workflowType: 'other', taskQueue: 'other' },
    });
    const { code, stderr } = await ax('apply', '--no-check', file('foreign', NIGHTLY));
    expect(code).toBe(4);
    expect(stderr).toContain('ax-schedule/foreign was not created by ax-tasks');
    expect((await ax('delete', 'foreign', '--force')).code).toBe(4);
  });

  test('gives its firings a fairness key, and shows the change of one', async () => {
    const path = file('fair', NIGHTLY);
    const keyOf = async (): Promise<string | undefined> =>
      (await describeOf('fair')).action.priority?.fairnessKey;
    expect((await ax('apply', '--no-check', path, '--fairness-key', 'search')).code).toBe(0);
    expect(await keyOf()).toBe('search');
    const again = await ax('apply', '--no-check', path, '--fairness-key', 'search');
    expect(again.stdout).toBe('Unchanged: ax-schedule/fair\n');
    const without = await ax('apply', '--no-check', path, '-o', 'json');
    expect(without.stdout).toMatch(/"member": "fairnessKey",\s+"before": "search"/);
    expect(await keyOf()).toBe('');
    const long = await ax('apply', '--no-check', path, '--fairness-key', 'x'.repeat(65));
    expect(long.code).toBe(2);
    expect(long.stderr).toContain('must be 1 to 64 visible ASCII characters');
    expect((await ax('delete', 'fair', '--force')).code).toBe(0);
  });

  test('takes calendars with ranges, lists and names, and times that are left out', async () => {
    const path = file(
      'calendars',
      '{ calendar: [{ hour: 2-6/2, minute: "0,30", dayOfWeek: "FRI-7", month: "MAR,12" }], skip: [{ hour: 4, minute: 30 }] }',
    );
    expect((await ax('apply', '--no-check', path)).code).toBe(0);
    const { spec } = await describeOf('calendars');
    const starts = (ranges: readonly { start: unknown }[] = []) => ranges.map(({ start }) => start);
    expect(starts(spec.calendars?.[0]?.hour)).toEqual([2, 4, 6]);
    expect(starts(spec.calendars?.[0]?.dayOfWeek).toSorted()).toEqual(['FRIDAY', 'SATURDAY', 'SUNDAY']);
    expect(starts(spec.calendars?.[0]?.month)).toEqual(['MARCH', 'DECEMBER']);
    expect(spec.skip).toHaveLength(1);
    expect((await ax('apply', '--no-check', path)).stdout).toBe('Unchanged: ax-schedule/calendars\n');
  });
});

test('schedule preview warns of windows that leave something out, also when clocks change', async () => {
  const holes = await ax('preview', file('holes', '{ every: 6h }', 'window: { length: 1h }'), '-o', 'json');
  type Previewed = { firings: unknown[]; warnings: string[] };
  expect(holes.json<Previewed>().data.firings).toHaveLength(10);
  expect(holes.json<Previewed>().data.warnings.join('\n')).toMatch(/No window has .* more like it/);
  const fine = await ax(
    'preview',
    file('fine', "{ cron: '0 5 * * *', timezone: Europe/Berlin }"),
    '-o',
    'json',
  );
  expect(fine.json<Previewed>().data.warnings).toEqual([]);
  const spring = "{ cron: '30 2 * * *', timezone: Europe/Berlin }";
  const skipped = await ax('preview', file('spring', spring), '-o', 'json');
  expect(skipped.json<Previewed>().data.warnings.join('\n')).toMatch(
    /No window has \S+T23:00:00.000Z to \S+T23:00/,
  );
});

test('Temporal fires on the days that are counted within a month, and at the midnights of the zone', async () => {
  type Previewed = { firings: { at: string }[] };
  const timesOf = async (schedule: string): Promise<Date[]> =>
    (await ax('preview', file('days', schedule), '-o', 'json'))
      .json<Previewed>()
      .data.firings.map(({ at }) => new Date(at));
  const isLastDay = (time: Date): boolean => new Date(time.getTime() + 86_400_000).getUTCDate() === 1;
  const isFirstMonday = (time: Date): boolean => time.getUTCDay() === 1 && time.getUTCDate() <= 7;
  const days = await timesOf("{ cron: ['0 9 L * *', '0 9 * * MON#1'] }");
  expect(days).toHaveLength(10);
  expect(days.every((time) => isLastDay(time) !== isFirstMonday(time))).toBe(true);
  expect(days.filter(isLastDay)).toHaveLength(5);
  const midnights = await timesOf('{ every: 1d, timezone: America/New_York }');
  expect(midnights.map((time) => time.toLocaleTimeString('en-GB', { timeZone: 'America/New_York' }))).toEqual(
    Array.from({ length: 10 }, () => '00:00:00'),
  );
});

const RESULT: FiringResult = {
  schedule: 'nightly',
  nominalAt: '2026-11-01T04:00:00.000Z',
  verdict: 'good',
  windows: [
    {
      window: { dataStartTime: '2026-10-30T23:00:00.000Z', dataEndTime: '2026-10-31T23:00:00.000Z' },
      workflowId: 'ax-run/nightly-hallucination/1',
      verdict: 'good',
      outcome: { kind: 'succeeded', errorShare: 0, reason: null },
      runId: 'run-1',
      settled: null,
    },
  ],
  watermark: null,
  note: null,
};

/** Does what a worker would do at the end of a firing that went on in a new execution. */
async function complete(workflowId: string, result: FiringResult): Promise<void> {
  const [workflowType, taskQueue] = [{ name: 'runFiring' }, { name: 'ax-tasks' }];
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const { searchAttributes = null } = raw.workflowExecutionInfo ?? {};
  await respond(workflowId, {
    commandType: 10,
    continueAsNewWorkflowExecutionCommandAttributes: { workflowType, taskQueue, searchAttributes },
  });
  const payload = client.options.loadedDataConverter.payloadConverter.toPayload(result);
  await respond(workflowId, {
    commandType: 4,
    completeWorkflowExecutionCommandAttributes: { result: { payloads: [payload] } },
  });
  await client.workflow.getHandle(workflowId).result();
}

type Answer = Parameters<Client['workflowService']['respondWorkflowTaskCompleted']>[0];

/** Answers the next task of a workflow; other firings that it meets fail. */
async function respond(workflowId: string, ending: NonNullable<Answer['commands']>[number]): Promise<void> {
  const { workflowService: service, options } = client;
  const { namespace } = options;
  for (let met: string | null | undefined; met !== workflowId;) {
    const task = await client.withDeadline(Date.now() + 30_000, () =>
      service.pollWorkflowTaskQueue({ namespace, taskQueue: { name: 'ax-tasks' }, identity: 'test' }),
    );
    met = task.workflowExecution?.workflowId;
    if (met === undefined || met === null) continue;
    const command =
      met === workflowId
        ? ending
        : {
            commandType: 5,
            failWorkflowExecutionCommandAttributes: { failure: { message: 'not this one' } },
          };
    await service.respondWorkflowTaskCompleted({ namespace, taskToken: task.taskToken, commands: [command] });
  }
}

type Checked = { isOk: boolean; schedules: ScheduleReport[] };

describe('a schedule that fires', () => {
  const EVERY = '{ every: 2s, overlap: skip }';

  const firings = async (name: string) => {
    const found: { workflowId: string; status: string }[] = [];
    const query = `TemporalScheduledById = 'ax-schedule/${name}'`;
    for await (const { workflowId, status } of client.workflow.list({ query })) {
      found.push({ workflowId, status: status.name });
    }
    return found;
  };

  // No worker takes these firings: they stay open.
  test('is listed and described with its firings, also without a worker', async () => {
    await ax('apply', '--no-check', file('often', EVERY, 'window: { length: 1m }'));
    await until(async () => (await firings('often')).length > 0);
    const list = await ax('list', '-o', 'json');
    const { schedules } = list.json<{ schedules: { name: string; last: { state: string } | null }[] }>().data;
    expect(schedules.map(({ name }) => name)).toEqual(['calendars', 'nightly', 'often']);
    expect(schedules[2]).toMatchObject({
      work: 'task nightly-hallucination',
      times: 'every 2s',
      last: { state: 'untaken' },
    });
    const { stdout } = await ax('describe', 'often');
    expect(stdout).toMatch(/^times +every 2s$/m);
    expect(stdout).toMatch(/no worker/);
    expect((await ax('list')).stdout).toMatch(/^often +every 2s/m);
  });

  test('fails the check while no worker takes its firing', async () => {
    const ran = await axAt(minuteLater, 'check', 'often', '-o', 'json');
    expect(ran.code).toBe(1);
    const [report] = ran.json<Checked>().data.schedules;
    expect(report?.problems.map(({ kind }) => kind)).toContain('untaken');
    expect(await ax('check', 'nightly')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok {2}nightly/) as string,
    });
  });

  test('is triggered by hand, and waits for the firing that goes on', async () => {
    await ax('pause', 'often');
    const { code, stdout } = await ax('trigger', 'often');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Another firing of ax-schedule/often is running: this one starts when it has ended.\n',
    });
    const started = await ax('trigger', 'nightly', '-o', 'json');
    const { data } = started.json<{ how: string; workflowId: string }>();
    expect(data).toMatchObject({
      how: 'started',
      workflowId: expect.stringMatching(/^ax-schedule\/nightly-/) as string,
    });
    await client.workflow.getHandle(data.workflowId).terminate();
  });

  test('is triggered as at one of its former times, and at no other', async () => {
    const wrong = await ax('trigger', 'nightly', '--at', '2026-11-01T00:00:00Z');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(
      'The nearest times are 2026-10-31T04:00:00.000Z and 2026-11-01T04:00:00.000Z.',
    );
    const right = await ax('trigger', 'nightly', '--at', '2026-11-01T04:00:00Z');
    const id = 'ax-schedule/nightly-2026-11-01T04:00:00Z';
    expect(right.stdout).toBe(`Started ${id}\n`);
    const again = await ax('trigger', 'nightly', '--at', '2026-11-01T04:00:00Z');
    expect(again.stdout).toBe(`${id} is running already. Nothing was started.\n`);
  });

  test('is described with the results of its firings', async () => {
    const workflowId = 'ax-schedule/nightly-2026-11-01T04:00:00Z';
    await complete(workflowId, RESULT);
    const again = await ax('trigger', 'nightly', '--at', '2026-11-01T04:00:00Z', '-o', 'json');
    expect(again.json<{ how: string }>().data).toMatchObject({ how: 'finished', workflowId });
    const { stdout } = await ax('describe', 'nightly');
    expect(stdout).toMatch(
      /^2026-11-01T04:00:00Z +good +2026-10-30T23:00:00Z to +succeeded +run-1 .*\n +2026-10-31T23:00:00Z$/m,
    );
    // Of its two executions only the last is shown.
    expect(stdout.match(/^2026-11-01T04:00:00Z/gm)).toHaveLength(1);
  });

  test('is backfilled over the times that have not fired, one after the other', async () => {
    const range = ['--start', '2026-10-30T00:00:00Z', '--end', '2026-11-03T00:00:00Z'];
    expect((await ax('backfill', 'nightly', ...range)).code).toBe(2);
    const { code, stdout, stderr } = await ax('backfill', 'nightly', ...range, '--force');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Requested firings of ax-schedule/nightly for 3 times, one after another, oldest first.\n',
    });
    expect(stderr).toContain('Left out: 1 that succeeded or are running.');
    for (const day of ['10-30', '10-31', '11-02']) {
      const id = `ax-schedule/nightly-2026-${day}T04:00:00Z`;
      const open = async () => (await firings('nightly')).filter(({ status }) => status === 'RUNNING');
      await until(async () => {
        for (const { workflowId } of await open())
          if (workflowId !== id)
            await client.workflow
              .getHandle(workflowId)
              .terminate()
              .catch(() => undefined);
        return (await open()).some(({ workflowId }) => workflowId === id);
      });
    }
  });

  test('is triggered for former times one behind the other, none of them dropped', async () => {
    const open = async () => (await firings('nightly')).filter(({ status }) => status === 'RUNNING');
    const [before] = await open();
    const waits = 'Another firing of ax-schedule/nightly is running: this one starts when it has ended.\n';
    for (const day of ['11-03', '11-04']) {
      expect((await ax('trigger', 'nightly', '--at', `2026-${day}T04:00:00Z`)).stdout).toBe(waits);
    }
    const range = ['--start', '2026-11-03T00:00:00Z', '--end', '2026-11-05T00:00:00Z'];
    const again = await ax('backfill', 'nightly', ...range, '--force');
    expect(again.code).toBe(4);
    expect(again.stderr).toContain('2 firings of ax-schedule/nightly are waiting for an earlier one to end');
    for (let last = before?.workflowId; last?.endsWith('11-04T04:00:00Z') !== true;) {
      if (last !== undefined)
        await client.workflow
          .getHandle(last)
          .terminate()
          .catch(() => undefined);
      await until(async () => (await open()).some(({ workflowId }) => workflowId !== last));
      last = (await open()).find(({ workflowId }) => workflowId !== last)?.workflowId;
    }
  });

  test('is deleted when that is confirmed; what it started stays', async () => {
    expect((await ax('describe', 'oftn')).stderr).toContain(
      'Schedule "oftn" not found; did you mean "often"?',
    );
    expect((await ax('delete', 'often')).code).toBe(2);
    expect((await ax('delete', 'often', '--force')).stdout).toBe('Deleted ax-schedule/often.\n');
    expect((await firings('often')).length).toBeGreaterThan(0);
    const gone = await ax('describe', 'often');
    expect(gone.code).toBe(4);
    expect(gone.stderr).toContain('Schedule "often" not found');
    expect((await ax('check', 'often')).code).toBe(4);
  });
});

test('search attributes are set where they are switched on and the namespace has them', async () => {
  const env = {
    TEMPORAL_ADDRESS: temporal.address,
    ARIZE_SPACE: 'research',
    AX_TASKS_SEARCH_ATTRIBUTES: 'on',
  };
  const path = file('attributed', NIGHTLY);
  expect(await runHere(['schedule', 'apply', '--no-check', path], env)).toMatchObject({
    code: 2,
    stdout: '',
  });
  await runHere(['search-attributes', 'create'], env);
  expect(await runHere(['schedule', 'apply', '--no-check', path], env)).toMatchObject({ code: 0 });
  const { action } = await describeOf('attributed');
  expect(action.args).toMatchObject([{ schedule: 'attributed', hasSearchAttributes: true }]);
  expect(JSON.stringify(action.typedSearchAttributes)).toContain('nightly-hallucination');
});

test('no temporary schedule is left behind by any of this', async () => {
  await until(async () => (await probesLeft()).length === 0);
});
