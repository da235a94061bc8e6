import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../support/until.js';
import type { Build } from './build.js';
import type { Stack } from './stack.js';

const HOUR_MS = 3_600_000;
const SPACE = ['--space', 'research'];

/** What lives across an upgrade: a workflow of each kind, started from the command line of a build. */
export interface Living {
  /** Commands that wait for the end of what they started: runs that wait alone, and enough of one task for a watcher. */
  readonly waits: readonly Promise<unknown>[];
  readonly pipelineId: string;
  readonly backfillId: string;
  /** What an operator asks about it. */
  readonly questions: readonly (readonly string[])[];
}

/** The start of an hour, by how many hours it lies before this one. */
const hoursAgo = (hours: number): string =>
  new Date((Math.floor(Date.now() / HOUR_MS) - hours) * HOUR_MS).toISOString();

const windowAt = (hours: number): string[] => [
  '--data-start-time',
  hoursAgo(hours),
  '--data-end-time',
  hoursAgo(hours - 1),
];

/** A watcher looks after the waits for runs of a task from the fourth on. */
export const WAITS = 5;
/** Of the backfill and of the schedule, in hours. */
export const BACKFILLED = 8;
export const SCHEDULED = 3;

export async function startLiving(stack: Stack, build: Build): Promise<Living> {
  const ask = <Answer = unknown>(...command: string[]) => stack.ask<Answer>(build, ...command);
  await ask('trigger-run', 'json-check', ...SPACE, ...windowAt(100), '--wait', '--allow-empty');
  await ask('coverage', 'json-check', ...SPACE);
  stack.freeze();
  const waits = Array.from({ length: WAITS }, (_, nth) =>
    ask('trigger-run', 'fresh-relevance', ...SPACE, ...windowAt(60 + nth), '--wait', '--allow-empty'),
  );
  // Whoever awaits them gets the error; a test that failed before does not.
  for (const wait of waits) void wait.catch(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-living-'));
  await writeFile(join(folder, 'pipeline.yaml'), PIPELINE);
  await writeFile(join(folder, 'schedule.yaml'), scheduleFrom(hoursAgo(2 + SCHEDULED)));
  const pipeline = await ask<{ workflowId: string }>('run', join(folder, 'pipeline.yaml'), '--detach');
  const range = ['--start', hoursAgo(80), '--end', hoursAgo(80 - BACKFILLED), '--slice', '1h'];
  const backfill = await ask<{ workflowId: string }>(
    ...['backfill', 'start', '--task', 'json-check', ...SPACE, ...range],
    ...['--concurrency', '2', '--no-measure', '--no-sync', '--force', '--detach'],
  );
  await ask('schedule', 'apply', join(folder, 'schedule.yaml'), '--force');
  await ask('schedule', 'trigger', 'hourly');
  await rm(folder, { recursive: true });
  await untilAllLive(stack);
  const [pipelineId, backfillId] = [pipeline.workflowId, backfill.workflowId];
  return {
    waits,
    pipelineId,
    backfillId,
    questions: [
      ['workflow', 'status', pipelineId],
      ['workflow', 'status', backfillId],
      ['workflow', 'list', '--all'],
      ['backfill', 'list'],
      ['backfill', 'status', backfillId],
      ['coverage', 'json-check', ...SPACE, '--no-sync', '--start', hoursAgo(101), '--end', hoursAgo(70)],
      ['schedule', 'describe', 'hourly'],
    ],
  };
}

/** Runs that are active while the clock stands still: of the waits, the backfill, the pipeline and the schedule. */
const ACTIVE = WAITS + 4;
const LIVING = [
  'watchTask',
  'holdTurn',
  'keepCoverage',
  'keepCoverageMonth',
  'keepWatermark',
  'keepBackfills',
];

async function untilAllLive({ simulator, client }: Stack): Promise<void> {
  await until(
    () => simulator.journal().runs.filter(({ finishedAt }) => finishedAt === null).length === ACTIVE,
  );
  for (const type of LIVING)
    await until(async () => {
      const query = `WorkflowType = "${type}" AND ExecutionStatus = "Running"`;
      return (await client.workflow.count(query)).count > 0;
    });
}

/** The two experiments are of one dataset, so the second one waits for its turn. */
const PIPELINE = `version: 1
name: release
space: research
steps:
  - id: answer
    task: generate-answers
    matrix: { model: [small, large] }
    concurrency: { limit: 2 }
  - id: go-ahead
    needs: [answer]
    approval: { message: Evaluate them? }
  - id: score
    needs: [go-ahead]
    task: score-experiments
    experimentsFrom: [answer]
`;

/** The bound keeps the number of its windows, also if a new hour begins before the schedule fires. */
const scheduleFrom = (from: string): string => `version: 1
name: hourly
schedule: { every: 24h, timezone: UTC }
window: { mode: watermark, from: '${from}', slice: 1h, lag: 2h, maxSlices: ${SCHEDULED} }
task: nightly-hallucination
space: research
allowEmpty: true
`;
