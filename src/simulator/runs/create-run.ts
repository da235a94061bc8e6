import type { RunPlan, RunRecord, RunVisibility, RunWork, TaskRun } from '../store/run-types.js';
import type { TaskRecord } from '../store/task-types.js';
import { iso, type World } from '../base/world.js';
import { NOTHING_TO_LABEL, withBehaviour } from '../scripts/behaviours.js';
import type { PlannedWork } from './plan-evaluation.js';

/** Everything that makes a run, once its trigger has passed all checks. */
export interface NewRun {
  readonly task: TaskRecord;
  readonly planned: PlannedWork;
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
  readonly experimentName: string | null;
  readonly createdBy: string;
  readonly atMs: number;
  readonly requestSeq: number | null;
  readonly parentRunId: string | null;
  readonly hidden: RunVisibility | null;
}

/** Creates a run in PENDING. */
export function createRun(world: World, run: NewRun): RunRecord {
  const behaviour = world.behaviours.takeFor(run.task, run.experimentName);
  const natural = naturalPlan(world, run.planned);
  const plan = behaviour === null ? natural : withBehaviour(natural, behaviour.rule);
  const record: RunRecord = {
    ordinal: world.store.nextOrdinal(),
    wire: newWire(world, run),
    plan,
    createdAtMs: run.atMs,
    progress: 0,
    looks: 0,
    ended: false,
    cancelled: false,
    hidden: run.hidden,
  };
  world.store.addRun(run.task, record);
  run.task.wire = { ...run.task.wire, last_run_at: record.wire.created_at };
  world.journal.runCreated(record, { requestSeq: run.requestSeq, parentRunId: run.parentRunId });
  return record;
}

function naturalPlan(world: World, planned: PlannedWork): RunPlan {
  if (planned.kind === 'nothing-to-label') return planOf(world, 'CANCELLED', 0, NOTHING_TO_LABEL);
  if (planned.kind === 'work') return planOf(world, 'COMPLETED', planned.items, null, planned.work);
  if (world.options.emptyWindow !== 'cancelled') return planOf(world, 'COMPLETED', 0, null, planned.work);
  return planOf(world, 'CANCELLED', 0, 'No data was found to evaluate.');
}

function planOf(
  { options }: World,
  status: RunPlan['status'],
  successes: number,
  failureReason: string | null,
  work: RunWork = { kind: 'none' },
): RunPlan {
  return {
    status,
    successes,
    errors: 0,
    skipped: 0,
    failureReason,
    durationMs: options.runSeconds * 1_000,
    looks: options.advance.by === 'looks' ? options.advance.looks : 1,
    provisionMs: null,
    stuckAt: null,
    statuses: [],
    work,
  };
}

function newWire(world: World, run: NewRun): TaskRun {
  return {
    id: world.store.mint('TaskRun'),
    task_id: run.task.wire.id,
    experiment_id: null,
    status: 'PENDING',
    run_started_at: null,
    run_finished_at: null,
    data_start_time: run.window === null ? null : iso(run.window.startMs),
    data_end_time: run.window === null ? null : iso(run.window.endMs),
    num_successes: 0,
    num_errors: 0,
    num_skipped: 0,
    created_at: iso(run.atMs),
    created_by_user_id: run.createdBy,
    failure_reason: null,
  };
}
