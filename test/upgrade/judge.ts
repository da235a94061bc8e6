import { expect } from 'vitest';
import type { JournalRun } from '../../src/simulator/index.js';
import type { Build } from './build.js';
import { BACKFILLED, SCHEDULED, WAITS } from './living.js';
import type { Living } from './living.js';
import type { Stack } from './stack.js';

interface BackfillStatus {
  readonly status: string;
  readonly verdict: string;
  readonly backfill: { readonly progress: { readonly windows: Readonly<Record<string, number>> } };
}

/** The runs of each task: one before and the backfill's, those that wait, the schedule's, two experiments, their evaluation. */
const RUNS_OF_TASKS = [1 + BACKFILLED, WAITS, SCHEDULED, 2, 1];
const RUNS = RUNS_OF_TASKS.reduce((sum, runs) => sum + runs);

/** All that lived has ended well, and the service was asked for each run once; `build` is whose command line says so. */
export async function expectAllEndedWell(stack: Stack, build: Build, living: Living): Promise<void> {
  for (const answer of await Promise.all(living.waits))
    expect(answer).toMatchObject({
      result: { outcome: { kind: expect.stringMatching(/^(succeeded|empty)$/) as string } },
    });
  expect(await stack.ask(build, 'workflow', 'status', living.pipelineId)).toMatchObject({ verdict: 'good' });
  const backfill = await stack.ask<BackfillStatus>(build, 'backfill', 'status', living.backfillId);
  expect(backfill).toMatchObject({ status: 'COMPLETED', verdict: 'good' });
  const { evaluated = 0, empty = 0, nothingToDo = 0 } = backfill.backfill.progress.windows;
  expect(evaluated + empty + nothingToDo).toBe(BACKFILLED);
  expectRunsOnce(stack);
}

function expectRunsOnce({ simulator }: Stack): void {
  const { runs, requests } = simulator.journal();
  const triggers = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/trigger'));
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
  expect(runs.map(subjectOf).toSorted()).toEqual([...new Set(runs.map(subjectOf))].toSorted());
  expect(numbersOf(runs.map(({ taskId }) => taskId))).toEqual(RUNS_OF_TASKS.toSorted(descending));
  expect(triggers).toHaveLength(RUNS);
}

const descending = (one: number, other: number): number => other - one;

/** How often each value occurs, the most frequent first. */
const numbersOf = (values: readonly string[]): number[] =>
  [...new Set(values)].map((value) => values.filter((other) => other === value).length).toSorted(descending);

/** What a run was for. Experiments have no window: their number is bounded by that of all runs. */
const subjectOf = ({ taskId, runId, dataStartTime, dataEndTime }: JournalRun): string =>
  `${taskId} ${dataStartTime === null ? runId : `${dataStartTime} ${dataEndTime}`}`;
