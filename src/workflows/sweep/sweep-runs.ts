import { WORKFLOWS } from '../../model/temporal/workflow-types.js';
import { requireInput } from '../shared/require-input.js';
import { sweepRunsProblem } from '../../model/sweep/inputs.js';
import { CancellationScope, sleep, upsertMemo } from '@temporalio/workflow';
import { SWEEP_MEMO } from '../../model/sweep/inputs.js';
import type { SweepMemo, SweepRunsInput } from '../../model/sweep/inputs.js';
import type { SweepResult } from '../../model/sweep/sweep-result.js';
import { listedOrphans, orphansOf, settled, sweepResult, tasksOf } from '../../model/sweep/sweep.js';
import type { SortedRun, SweptScope } from '../../model/sweep/sweep.js';
import { sweeping } from '../shared/activities.js';
import { dealWithOrphans } from './deal-with-orphans.js';
import { innermost } from '../shared/failures.js';
import { completeOrCancel } from '../shared/complete-or-cancel.js';
import { sortActiveRuns } from './sort-active-runs.js';
import { reportSweep } from '../shared/report.js';

const GRACE_MS = 120_000;

/**
 * Finds the runs made with our key that go on and that no workflow has, as after a workflow was terminated, and reports,
 * adopts or cancels them (design/sweep.md). Only what is one in two looks, the grace time apart, counts.
 *
 * Fails as `AxNotFound`, `InvalidInput`, … if a task or space of its scope is not found.
 */
export async function sweepRuns(input: SweepRunsInput): Promise<SweepResult> {
  requireInput(WORKFLOWS.sweepRuns, sweepRunsProblem(input));
  try {
    const tasks = await sweeping.tasksInScope(input);
    const first = await sortActiveRuns(tasks);
    const second = await sortAgain(orphansOf(first.sightings), input.graceMs ?? GRACE_MS);
    const sightings = settled(first.sightings, second.sightings, second.unread);
    return await conclude({ tasks: tasks.length, unread: first.unread }, sightings, input);
  } catch (error) {
    throw innermost(error);
  }
}

/** The second look, at the tasks of the suspects alone. */
async function sortAgain(suspects: readonly SortedRun[], graceMs: number): ReturnType<typeof sortActiveRuns> {
  if (suspects.length === 0) return { sightings: [], unread: [] };
  const againAt = new Date(Date.now() + graceMs).toISOString();
  upsertMemo({ [SWEEP_MEMO]: { suspects: suspects.length, againAt } satisfies SweepMemo });
  await sleep(graceMs);
  return sortActiveRuns(tasksOf(suspects));
}

async function conclude(
  scope: SweptScope,
  sightings: readonly SortedRun[],
  { action, onlyRuns }: SweepRunsInput,
): Promise<SweepResult> {
  const { toDeal, rest } = listedOrphans(sightings, onlyRuns);
  const effects = await dealWithOrphans(toDeal, action);
  const orphans = [...toDeal, ...rest].map((run, at) => ({ ...run, did: effects[at] ?? 'reported' }));
  const result = sweepResult(scope, sightings, orphans);
  reportSweep(result);
  return completeOrCancel(result, CancellationScope.current().consideredCancelled);
}
