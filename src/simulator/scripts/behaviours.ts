import { ScriptedRules, type Repetition, type Scripted } from './scripted.js';
import type { RunPlan } from '../store/run-types.js';
import type { TaskRecord, TaskType } from '../store/task-types.js';

/** Which runs a behaviour is for; members left out match everything. */
export interface RunMatch {
  readonly taskId?: string;
  readonly taskName?: string;
  readonly taskType?: TaskType;
  readonly experimentName?: string;
}

/** Ends with a name of their own. */
export type RunOutcome =
  'completed' | 'failed' | 'cancelled' | 'nothing-to-do' | 'empty' | 'bad-integration-key';

/** How the next matching run goes, instead of the way it would go by itself. */
export interface RunBehaviour extends Repetition {
  readonly match?: RunMatch;
  readonly outcome?: RunOutcome;
  /** Final status, also one that the service does not know. Wins over that of `outcome`. */
  readonly status?: string;
  readonly failureReason?: string | null;
  readonly successes?: number;
  readonly errors?: number;
  readonly skipped?: number;
  /** Seconds to the end, where runs advance by the clock. */
  readonly runSeconds?: number;
  /** Looks to the end, where runs advance by looks. */
  readonly looks?: number;
  /** The run stays in this status, also one that the service does not know, until it is cancelled. */
  readonly stuckAt?: string;
  /** Statuses shown at the first looks instead of PENDING and RUNNING, e.g. one that goes backwards. */
  readonly statuses?: readonly string[];
  /** `experiment_id` stays null until the run has ended. */
  readonly experimentIdStaysNull?: boolean;
  /** Seconds until `experiment_id` is set, where runs advance by the clock. */
  readonly provisionSeconds?: number;
}

interface OutcomePreset {
  readonly status: string;
  readonly failureReason: string | null;
  /** Share of the items that succeed before the run ends. */
  readonly done: number;
}

export const NOTHING_TO_LABEL =
  'All matching data already has evaluation labels from a previous run. ' +
  'Trigger the task again with override_evaluations enabled to evaluate it once more.';

const PRESETS: Record<RunOutcome, OutcomePreset> = {
  completed: { status: 'COMPLETED', failureReason: null, done: 1 },
  failed: { status: 'FAILED', failureReason: 'The run stopped on an internal error.', done: 0.4 },
  cancelled: { status: 'CANCELLED', failureReason: 'The run was cancelled by a user.', done: 0 },
  'nothing-to-do': { status: 'CANCELLED', failureReason: NOTHING_TO_LABEL, done: 0 },
  empty: { status: 'COMPLETED', failureReason: null, done: 0 },
  'bad-integration-key': {
    status: 'CANCELLED',
    failureReason: 'The AI integration refused the API key (401).',
    done: 0,
  },
};

/** The behaviours waiting for runs. */
export class BehaviourRegistry extends ScriptedRules<RunBehaviour> {
  /** The behaviour of a run about to be created, if one was scripted. */
  takeFor(task: TaskRecord, experimentName: string | null): Scripted<RunBehaviour> | null {
    return this.take(({ match = {} }) => fits(match, task, experimentName));
  }
}

function fits(match: RunMatch, task: TaskRecord, experimentName: string | null): boolean {
  return (
    (match.taskId ?? task.wire.id) === task.wire.id &&
    (match.taskName ?? task.wire.name) === task.wire.name &&
    (match.taskType ?? task.wire.type) === task.wire.type &&
    (match.experimentName ?? experimentName) === experimentName
  );
}

/** The plan of a run as a behaviour changes it. */
export function withBehaviour(plan: RunPlan, behaviour: RunBehaviour): RunPlan {
  const preset = behaviour.outcome === undefined ? null : PRESETS[behaviour.outcome];
  return {
    ...plan,
    ...countsOf(plan, behaviour, preset),
    status: behaviour.status ?? preset?.status ?? plan.status,
    failureReason: reasonOf(plan, behaviour, preset),
    durationMs: behaviour.runSeconds === undefined ? plan.durationMs : behaviour.runSeconds * 1_000,
    looks: behaviour.looks ?? plan.looks,
    provisionMs: behaviour.provisionSeconds === undefined ? null : behaviour.provisionSeconds * 1_000,
    stuckAt: behaviour.stuckAt ?? null,
    statuses: behaviour.statuses ?? [],
    work: workOf(plan, behaviour),
  };
}

/** Scripted errors and skips are taken from the items that would have succeeded. */
function countsOf(
  plan: RunPlan,
  { successes, errors = 0, skipped = 0 }: RunBehaviour,
  preset: OutcomePreset | null,
): Pick<RunPlan, 'successes' | 'errors' | 'skipped'> {
  const done = Math.floor(plan.successes * (preset?.done ?? 1));
  return { successes: successes ?? Math.max(0, done - errors - skipped), errors, skipped };
}

function reasonOf(plan: RunPlan, behaviour: RunBehaviour, preset: OutcomePreset | null): string | null {
  if (behaviour.failureReason !== undefined) return behaviour.failureReason;
  return preset === null ? plan.failureReason : preset.failureReason;
}

function workOf(plan: RunPlan, behaviour: RunBehaviour): RunPlan['work'] {
  if (plan.work.kind !== 'experiment' || behaviour.experimentIdStaysNull !== true) return plan.work;
  return { ...plan.work, neverProvisioned: true };
}
