import { queryChoice } from '../checks/query.js';
import {
  acceptEvaluationTrigger,
  acceptExperimentTrigger,
  type EvaluationTrigger,
} from '../checks/trigger.js';
import type { Route, RouteAnswer, RouteRequest } from '../http/router.js';
import { conflict, invalid, notFound } from '../base/problem.js';
import { cancelRun, look, settleAllByClock } from '../runs/advance.js';
import { createRun } from '../runs/create-run.js';
import {
  itemsToDo,
  planExampleEvaluation,
  planExperimentEvaluation,
  type PlannedWork,
} from '../runs/plan-evaluation.js';
import { planProjectRun } from '../runs/plan-project-run.js';
import type { RunRecord, RunVisibility, TaskRun } from '../store/run-types.js';
import type { TaskRecord } from '../store/task-types.js';
import type { World } from '../base/world.js';
import { listAnswer } from './list.js';
import { taskOf } from './tasks.js';

const STATUSES = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;

export const taskRunRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v2/tasks/:task_id/trigger',
    writes: true,
    answer: (request) => trigger(request, taskOf(request)),
  },
  { method: 'GET', path: '/v2/tasks/:task_id/runs', answer: (request) => listRuns(request) },
  {
    method: 'GET',
    path: '/v2/task-runs/:run_id',
    answer: (request) => {
      const run = request.world.store.run(request.params['run_id'] ?? '');
      if (isHidden(run, request.nowMs) && run.hidden?.alsoFromGet === true)
        throw notFound('Task run', run.wire.id);
      look(request.world, run, request.nowMs);
      return { status: 200, body: run.wire };
    },
  },
  {
    method: 'POST',
    path: '/v2/task-runs/:run_id/cancel',
    writes: true,
    answer: ({ world, params, nowMs }) => {
      const run = world.store.run(params['run_id'] ?? '');
      if (run.ended) throw invalid(`cannot cancel a run with status '${run.wire.status.toLowerCase()}'`);
      cancelRun(world, run, nowMs);
      return { status: 200, body: run.wire };
    },
  },
];

function trigger(request: RouteRequest, task: TaskRecord): RouteAnswer {
  const { planned, window, experimentName } = plannedRun(request, task);
  const { world, nowMs } = request;
  if (planned.kind === 'empty' && world.options.emptyWindow === 'refused') throw invalid('No data found');
  if (world.options.refuseConcurrentRuns && task.runs.some((run) => !run.ended)) {
    throw conflict('Another run of this task is under way');
  }
  const run = createRun(world, {
    task,
    planned,
    window,
    experimentName,
    createdBy: request.caller.id,
    atMs: nowMs,
    requestSeq: request.requestSeq,
    parentRunId: null,
    hidden: visibility(request),
  });
  return { status: 201, body: run.wire };
}

interface PlannedRun {
  readonly planned: PlannedWork;
  readonly window: { readonly startMs: number; readonly endMs: number } | null;
  readonly experimentName: string | null;
}

function plannedRun({ world, body, nowMs }: RouteRequest, task: TaskRecord): PlannedRun {
  if (task.wire.type === 'RUN_EXPERIMENT') {
    const work = acceptExperimentTrigger(world, task, body);
    const planned: PlannedWork =
      work.examples.length === 0 ? { kind: 'empty', work } : itemsToDo(work.examples.length, work);
    return { planned, window: null, experimentName: work.name };
  }
  const trigger = acceptEvaluationTrigger(world, task, body, nowMs);
  const planned = plannedEvaluation(world, task, trigger, nowMs);
  return { planned, window: trigger.window, experimentName: null };
}

function plannedEvaluation(
  world: World,
  task: TaskRecord,
  { window, maxSpans, override, experimentIds }: EvaluationTrigger,
  nowMs: number,
): PlannedWork {
  if (window !== null) return planProjectRun(world, task.wire, { ...window, maxSpans, override }, nowMs);
  if (experimentIds.length === 0) return planExampleEvaluation(world, task.wire, override);
  return planExperimentEvaluation(world, task.wire, experimentIds, override);
}

function visibility({ fault, nowMs }: RouteRequest): RunVisibility | null {
  if (fault?.hideRun === undefined) return null;
  const { ms, lists, alsoFromGet = false } = fault.hideRun;
  return {
    untilMs: ms === undefined ? nowMs : nowMs + ms,
    listsLeft: lists ?? 0,
    alsoFromGet,
  };
}

function isHidden(run: RunRecord, nowMs: number): boolean {
  return run.hidden !== null && (nowMs < run.hidden.untilMs || run.hidden.listsLeft > 0);
}

function lookedAt(world: World, run: RunRecord, nowMs: number): TaskRun {
  look(world, run, nowMs);
  return run.wire;
}

/** Lists runs. Each run on the page counts as looked at, unless the list asks for one status. */
function listRuns(request: RouteRequest): RouteAnswer {
  const { world, query, fault, nowMs } = request;
  const status = queryChoice(query, 'status', STATUSES, world.options.wireCase === 'legacy');
  const newestMs = nowMs - (fault?.list?.omitNewerThanMs ?? 0);
  const shown = taskOf(request).runs.filter(
    (run) => run.createdAtMs <= newestMs && !hiddenFromList(run, nowMs),
  );
  if (status !== null) {
    settleAllByClock(world, nowMs);
    const wanted = shown.filter(({ wire }) => wire.status === status);
    return listAnswer(request, wanted, { key: 'task_runs', present: ({ wire }) => wire });
  }
  return listAnswer(request, shown, { key: 'task_runs', present: (run) => lookedAt(world, run, nowMs) });
}

/** Whether this list leaves the run out, counting the list against the number it is hidden for. */
function hiddenFromList(run: RunRecord, nowMs: number): boolean {
  if (run.hidden === null || !isHidden(run, nowMs)) return false;
  if (run.hidden.listsLeft > 0) run.hidden.listsLeft -= 1;
  return true;
}
