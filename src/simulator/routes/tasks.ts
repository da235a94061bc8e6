import { acceptNewTask } from '../checks/create-task.js';
import { nameFilter, queryChoice, queryId } from '../checks/query.js';
import { acceptUpdate } from '../checks/update-task.js';
import type { Route, RouteRequest } from '../http/router.js';
import { refusalWithStatus } from '../base/problem.js';
import type { TaskRecord } from '../store/task-types.js';
import { iso, type World } from '../base/world.js';
import { listAnswer, spaceFilter } from './list.js';

const TYPES = ['TEMPLATE_EVALUATION', 'CODE_EVALUATION', 'RUN_EXPERIMENT'] as const;

export const taskRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/tasks',
    answer: (request) => {
      return listAnswer(request, wantedTasks(request), { key: 'tasks', present: ({ wire }) => wire });
    },
  },
  { method: 'POST', path: '/v2/tasks', writes: true, answer: (request) => createTask(request) },
  {
    method: 'GET',
    path: '/v2/tasks/:task_id',
    answer: (request) => ({ status: 200, body: taskOf(request).wire }),
  },
  {
    method: 'PATCH',
    path: '/v2/tasks/:task_id',
    writes: true,
    answer: (request) => {
      const task = taskOf(request);
      const updated = acceptUpdate(request.world.store, task.wire, request.body);
      if (updated.name !== task.wire.name) refuseTakenName(request.world, updated.name, task.spaceId);
      task.wire = { ...updated, updated_at: iso(request.nowMs) };
      return { status: 200, body: task.wire };
    },
  },
  {
    method: 'DELETE',
    path: '/v2/tasks/:task_id',
    writes: true,
    answer: (request) => {
      request.world.store.deleteTask(taskOf(request));
      return { status: 204 };
    },
  },
];

export function taskOf({ world, params }: RouteRequest): TaskRecord {
  return world.store.task(params['task_id'] ?? '');
}

function createTask({ world, body, caller, nowMs }: RouteRequest): { status: number; body: unknown } {
  const { task, spaceId } = acceptNewTask(world, body);
  refuseTakenName(world, task.name, spaceId);
  const at = iso(nowMs);
  const record = world.store.addTask({
    ordinal: world.store.nextOrdinal(),
    spaceId,
    runs: [],
    wire: {
      id: world.store.mint('OnlineTask'),
      ...task,
      last_run_at: null,
      created_at: at,
      updated_at: at,
      created_by_user_id: caller.id,
    },
  });
  return { status: 201, body: record.wire };
}

function refuseTakenName(world: World, name: string, spaceId: string): void {
  if (!world.store.tasks().some((other) => other.spaceId === spaceId && other.wire.name === name)) return;
  const status = world.options.duplicateNameStatus;
  throw refusalWithStatus(status, `name: a task named ${JSON.stringify(name)} already exists in this space`);
}

function wantedTasks({ world, query }: RouteRequest): readonly TaskRecord[] {
  const inSpace = spaceFilter(world, query);
  const named = nameFilter(query, 'name');
  const projectId = queryId(query, 'project_id');
  const datasetId = queryId(query, 'dataset_id');
  if (projectId !== null) world.store.projects.get(projectId);
  if (datasetId !== null) world.store.datasets.get(datasetId);
  const type = queryChoice(query, 'type', TYPES, world.options.wireCase === 'legacy');
  return world.store
    .tasks()
    .filter(({ spaceId, wire }) => inSpace(spaceId) && named(wire.name))
    .filter(({ wire }) => projectId === null || wire.project_id === projectId)
    .filter(({ wire }) => datasetId === null || wire.dataset_id === datasetId)
    .filter(({ wire }) => type === null || wire.type === type);
}
