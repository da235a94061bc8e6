import { readFilter } from '../checks/trigger.js';
import { acceptAnnotations, acceptNewExperiment, acceptNewRuns } from '../checks/experiments.js';
import { nameFilter, queryId } from '../checks/query.js';
import { runSearchRequest } from '../checks/search.js';
import type { Route, RouteRequest } from '../http/router.js';
import { invalid } from '../base/problem.js';
import { experimentRunSubject } from '../store/filter/compile.js';
import type { Experiment } from '../store/resource-types.js';
import { listAnswer } from './list.js';
import { presentExperiment, presentExperimentRun } from './present.js';

const RUNS = {
  key: 'experiment_runs',
  present: presentExperimentRun,
  maxLimit: 500,
  order: 'oldest-first',
} as const;

export const experimentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/experiments',
    answer: (request) => {
      return listAnswer(request, wantedExperiments(request), {
        key: 'experiments',
        present: presentExperiment,
      });
    },
  },
  {
    method: 'POST',
    path: '/v2/experiments',
    writes: true,
    answer: ({ world, body, nowMs }) => {
      const experiment = acceptNewExperiment(world.store, body, nowMs);
      const runIds = experiment.runs.map(({ id }) => id);
      return { status: 201, body: { ...presentExperiment(experiment), run_ids: runIds } };
    },
  },
  {
    method: 'GET',
    path: '/v2/experiments/:experiment_id',
    answer: (request) => ({ status: 200, body: presentExperiment(experimentOf(request)) }),
  },
  {
    method: 'DELETE',
    path: '/v2/experiments/:experiment_id',
    writes: true,
    answer: (request) => {
      request.world.store.experiments.delete(experimentOf(request).id);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/v2/experiments/:experiment_id/runs',
    answer: (request) => listAnswer(request, experimentOf(request).runs, RUNS),
  },
  {
    method: 'POST',
    path: '/v2/experiments/:experiment_id/runs',
    writes: true,
    answer: (request) => {
      const experiment = experimentOf(request);
      const added = acceptNewRuns(request.world.store, experiment, request.body, request.nowMs);
      return { status: 201, body: { ...presentExperiment(experiment), run_ids: added.map(({ id }) => id) } };
    },
  },
  {
    method: 'POST',
    path: '/v2/experiments/:experiment_id/runs/search',
    answer: (request) => {
      const { filter, query } = runSearchRequest(request.body);
      const passes = filter === null ? () => true : readFilter(filter, 'filter');
      const runs = experimentOf(request).runs.filter((run) => passes(experimentRunSubject(run)));
      return listAnswer({ ...request, query }, runs, RUNS);
    },
  },
  {
    method: 'POST',
    path: '/v2/experiments/:experiment_id/runs/annotate',
    writes: true,
    answer: (request) => {
      return { status: 202, body: acceptAnnotations(experimentOf(request), request.body, request.nowMs) };
    },
  },
];

function experimentOf({ world, params }: RouteRequest): Experiment {
  return world.store.experiments.get(params['experiment_id'] ?? '');
}

function wantedExperiments({ world, query }: RouteRequest): readonly Experiment[] {
  const datasetId = queryId(query, 'dataset_id');
  const spaceId = queryId(query, 'space_id');
  if (datasetId !== null && spaceId !== null)
    throw invalid('dataset_id and space_id must not be given together');
  if (datasetId !== null) world.store.datasets.get(datasetId);
  if (spaceId !== null) world.store.spaces.get(spaceId);
  const named = nameFilter(query, 'name');
  return world.store.experiments
    .all()
    .filter((experiment) => datasetId === null || experiment.dataset_id === datasetId)
    .filter((experiment) => spaceId === null || experiment.space_id === spaceId)
    .filter((experiment) => named(experiment.name));
}
