import { concludeRun } from '../../runs/advance.js';
import { NOTHING_TO_LABEL, type RunBehaviour } from '../../scripts/behaviours.js';
import { createRun } from '../../runs/create-run.js';
import { itemsToDo, planExperimentEvaluation } from '../../runs/plan-evaluation.js';
import { planProjectRun } from '../../runs/plan-project-run.js';
import type { World } from '../../base/world.js';
import type { TaskRecord } from '../task-types.js';
import type { Seeded } from './seed-store.js';

const RUN_MS = 90_000;

/** Gives the seeded tasks a past: finished runs of every end, with the labels and scores that they left. */
export function seedRuns(world: World, seeded: Seeded): void {
  const { nightly, scoring, generation } = seeded.research.tasks;
  const day = (days: number): number => seeded.builder.daysAgo(days);
  projectRun(world, nightly, day(3), day(2), {});
  projectRun(world, nightly, day(3), day(2), { outcome: 'nothing-to-do', failureReason: NOTHING_TO_LABEL });
  projectRun(world, nightly, day(2), day(1.5), { outcome: 'failed', successes: 12, errors: 3 });
  conclude(world, scoring, day(10), {
    planned: planExperimentEvaluation(world, scoring.wire, [seeded.research.baseline.id], false),
    window: null,
    experimentName: null,
  });
  const dataset = seeded.research.dataset;
  const version = dataset.versions[0];
  if (version === undefined) return;
  conclude(world, generation, day(15), {
    planned: itemsToDo(version.examples.length, {
      kind: 'experiment',
      name: 'generated-v0',
      datasetId: dataset.id,
      datasetVersionId: version.id,
      examples: version.examples,
      evaluationTaskIds: [],
      traced: false,
      neverProvisioned: false,
    }),
    window: null,
    experimentName: 'generated-v0',
  });
}

function projectRun(
  world: World,
  task: TaskRecord,
  startMs: number,
  endMs: number,
  behaviour: RunBehaviour,
): void {
  world.behaviours.add({ ...behaviour, match: { taskId: task.wire.id } });
  const trigger = { startMs, endMs, maxSpans: 10_000, override: true };
  const planned = planProjectRun(world, task.wire, trigger, endMs + world.options.indexLagMs);
  conclude(world, task, endMs + RUN_MS, { planned, window: { startMs, endMs }, experimentName: null });
  world.behaviours.remove();
}

function conclude(
  world: World,
  task: TaskRecord,
  atMs: number,
  what: Pick<Parameters<typeof createRun>[1], 'planned' | 'window' | 'experimentName'>,
): void {
  const run = createRun(world, {
    task,
    ...what,
    createdBy: world.admin.id,
    atMs,
    requestSeq: null,
    parentRunId: null,
    hidden: null,
  });
  concludeRun(world, run, atMs + RUN_MS);
}
