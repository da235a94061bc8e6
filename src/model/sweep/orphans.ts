import { isBeyondFence } from '../run/fence.js';
import type { OutcomeKind } from '../run/outcome.js';
import type { TriggerMemo } from '../run/trigger-memo.js';
import type { TaskRun } from '../api/task-run.js';

/** A task as a sweep knows it. */
export interface SweptTask {
  id: string;
  name: string;
  /** The service starts runs of a continuous task by itself. */
  isContinuous: boolean;
}

/** An active run, as a sweep sees it. Times are ISO 8601 with zone. */
export interface ActiveRun {
  runId: string;
  task: SweptTask;
  status: TaskRun['status'];
  createdAt: string;
  createdByUserId: string | null;
}

/** The active runs of some tasks, but for `unread`: those tasks were not found for as long as patience lasts. */
export interface ActiveRuns {
  runs: ActiveRun[];
  unread: SweptTask[];
}

/** A `runTask`, `waitForRun`, `runBackfill` or `triggerWindows` workflow, as Temporal's list shows it. */
export interface KnownWorkflow {
  workflowId: string;
  /** Temporal's status: `RUNNING`, `COMPLETED`, `FAILED`, `CANCELLED`, `TERMINATED`, `TIMED_OUT`, … */
  status: string;
  isLiving: boolean;
  /** What it recorded of its run; of a `waitForRun` the `runId` alone. Null: nothing yet. */
  trigger: Partial<TriggerMemo> | null;
  /** How it judged its run; null where it did not, or nobody asked. */
  outcome: OutcomeKind | null;
  /** It lives, recorded nothing, and is past its trigger all the same: any run may be its own. */
  isSilent: boolean;
  /** Of a backfill: the runs that it told of, and as whom the service created them. Null: it is none. */
  backfill: { runIds: readonly string[]; createdByUserId: string | null } | null;
}

/** Which workflows there are; `isWhole` is false where there are more ended ones than a sweep reads. */
export interface KnownWorkflows {
  workflows: readonly KnownWorkflow[];
  isWhole: boolean;
}

/**
 * What an active run is to us. `owned`: a running workflow has it. `left`: a workflow left it active, on purpose.
 * `by-others`: its creator is none of ours. `in-doubt`: a living workflow may be about to find it. `unknown`: it cannot
 * be told whether it is ours to touch.
 */
export type Standing = 'owned' | 'left' | 'by-others' | 'in-doubt' | 'unknown' | 'orphan';

export interface OrphanFinding {
  runId: string;
  standing: Standing;
  /** For people. */
  why: string;
}

/** Says of each run what it is to us (design/sweep.md). */
export function sortRuns(runs: readonly ActiveRun[], known: KnownWorkflows): OrphanFinding[] {
  const { workflows } = known;
  const creators = creatorsOf(workflows);
  const knowers = knowersByRun(workflows);
  const others = workflows.filter(({ trigger }) => typeof trigger?.runId !== 'string');
  return runs.map((run) => {
    const [standing, why] = standingOf({
      run,
      knowers: knowers.get(run.runId) ?? [],
      others,
      all: known,
      creators,
    });
    return { runId: run.runId, standing, why };
  });
}

function knowersByRun(workflows: readonly KnownWorkflow[]): Map<string, KnownWorkflow[]> {
  const knowers = new Map<string, KnownWorkflow[]>();
  for (const workflow of workflows) {
    for (const runId of runsOf(workflow)) knowers.set(runId, [...(knowers.get(runId) ?? []), workflow]);
  }
  return knowers;
}

const runsOf = ({ trigger, backfill }: KnownWorkflow): readonly string[] =>
  typeof trigger?.runId === 'string' ? [trigger.runId] : (backfill?.runIds ?? []);

interface View {
  run: ActiveRun;
  /** The workflows that recorded this run. */
  knowers: readonly KnownWorkflow[];
  /** The workflows that recorded none. */
  others: readonly KnownWorkflow[];
  all: KnownWorkflows;
  creators: ReadonlySet<string>;
}

type Said = readonly [Standing, why: string];

const standingOf = (view: View): Said =>
  ownerOf(view) ?? leaverOf(view) ?? strangerOf(view) ?? doubtOf(view) ?? unknownOf(view) ?? orphanOf(view);

function ownerOf({ knowers }: View): Said | null {
  const owner = knowers.find(({ isLiving }) => isLiving);
  return owner === undefined ? null : ['owned', `workflow ${owner.workflowId} has it`];
}

const ON_PURPOSE: ReadonlySet<OutcomeKind | null> = new Set<OutcomeKind>(['started', 'timed-out-detached']);

function leaverOf({ knowers }: View): Said | null {
  const leaver = knowers.find(({ outcome }) => ON_PURPOSE.has(outcome));
  return leaver === undefined ? null : ['left', `workflow ${leaver.workflowId} left it to go on`];
}

const strangerOf = ({ run, creators }: View): Said | null =>
  run.createdByUserId === null || creators.size === 0 || creators.has(run.createdByUserId)
    ? null
    : ['by-others', `user ${run.createdByUserId} created it`];

function doubtOf({ run, knowers, others }: View): Said | null {
  const again = others.find(
    ({ isLiving, workflowId }) => isLiving && knowers.some((knower) => knower.workflowId === workflowId),
  );
  if (again !== undefined) return ['in-doubt', `workflow ${again.workflowId} began anew and has no run yet`];
  const triggering = others.find((workflow) => workflow.isLiving && mayHaveTriggered(workflow, run));
  if (triggering !== undefined) return ['in-doubt', `workflow ${triggering.workflowId} is triggering`];
  const silent = others.find(({ isSilent }) => isSilent);
  if (silent !== undefined) return ['in-doubt', `workflow ${silent.workflowId} does not tell its run`];
  const witness = knowers.find((knower) => sawItsEnd(knower));
  return witness === undefined ? null : ['in-doubt', `workflow ${witness.workflowId} saw it end`];
}

/** Whether the run may come from a trigger of this workflow whose run is not known. */
const mayHaveTriggered = ({ trigger }: KnownWorkflow, run: ActiveRun): boolean =>
  trigger?.fence !== undefined &&
  (trigger.taskId ?? run.task.id) === run.task.id &&
  isBeyondFence({ id: run.runId, createdAt: run.createdAt }, trigger.fence);

const WITHOUT_END: ReadonlySet<OutcomeKind | null> = new Set([null, 'cancel-unconfirmed', 'gone'] as const);

const sawItsEnd = ({ outcome }: KnownWorkflow): boolean => !WITHOUT_END.has(outcome);

function unknownOf({ run, knowers, all, creators }: View): Said | null {
  if (run.createdByUserId === null) return ['unknown', 'the service does not tell who created it'];
  if (creators.size === 0) return ['unknown', 'no workflow has told yet which user our key belongs to'];
  if (knowers.length > 0) return null;
  if (run.task.isContinuous) return ['unknown', 'its task is continuous: the service may have started it'];
  const chain = all.workflows.find(({ trigger }) => trigger?.evaluationTaskIds?.includes(run.task.id));
  if (chain !== undefined)
    return ['unknown', `the service may have started it after the run of workflow ${chain.workflowId}`];
  if (!all.isWhole)
    return ['unknown', 'there are too many ended workflows to look whether one of them left it'];
  return null;
}

const ENDS: Readonly<Record<string, string>> = {
  TERMINATED: 'was terminated',
  TIMED_OUT: 'timed out',
  FAILED: 'failed',
  CANCELLED: 'was cancelled, which was not confirmed',
};

function orphanOf({ run, knowers, others }: View): Said {
  // A run that was triggered knows its workflow better than one that was only waited for.
  const knower = knowers.find(({ trigger }) => trigger?.fence !== undefined) ?? knowers[0];
  if (knower !== undefined) {
    const end = ENDS[knower.status] ?? 'ended without it';
    return ['orphan', `its workflow ${knower.workflowId} ${end}`];
  }
  const broken = others.find((workflow) => wasBroken(workflow) && mayHaveTriggered(workflow, run));
  const hint =
    broken === undefined ? '' : `; ${broken.workflowId}, which triggered its task, ${ENDS[broken.status]}`;
  return ['orphan', `no workflow knows it${hint}`];
}

const wasBroken = ({ status }: KnownWorkflow): boolean =>
  status === 'TERMINATED' || status === 'TIMED_OUT' || status === 'FAILED';

/** The users as whom our workflows are known to have created runs. */
function creatorsOf(workflows: readonly KnownWorkflow[]): ReadonlySet<string> {
  const users = workflows.flatMap(({ trigger, backfill }) => [
    trigger?.createdByUserId,
    backfill?.createdByUserId,
  ]);
  return new Set(users.filter((user) => typeof user === 'string'));
}
