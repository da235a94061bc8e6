import { queryId } from '../checks/query.js';
import { exampleSearchRequest } from '../checks/search.js';
import { readFilter } from '../checks/trigger.js';
import type { Route, RouteRequest } from '../http/router.js';
import { notFound } from '../base/problem.js';
import { exampleSubject } from '../store/filter/compile.js';
import type { DatasetVersion } from '../store/resource-types.js';
import { inSpace, listAnswer } from './list.js';
import { presentDataset, presentDatasetWithVersions, presentExample } from './present.js';

const EXAMPLES = { key: 'examples', present: presentExample, maxLimit: 500, order: 'oldest-first' } as const;

export const datasetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/datasets',
    answer: (request) => {
      const datasets = inSpace(request.world, request.query, request.world.store.datasets.all());
      return listAnswer(request, datasets, { key: 'datasets', present: presentDataset });
    },
  },
  {
    method: 'GET',
    path: '/v2/datasets/:dataset_id',
    answer: ({ world, params }) => {
      const dataset = world.store.datasets.get(params['dataset_id'] ?? '');
      return { status: 200, body: presentDatasetWithVersions(dataset) };
    },
  },
  {
    method: 'GET',
    path: '/v2/datasets/:dataset_id/examples',
    answer: (request) => listAnswer(request, wantedVersion(request).examples, EXAMPLES),
  },
  {
    method: 'POST',
    path: '/v2/datasets/:dataset_id/examples/search',
    answer: (request) => {
      const { filter, query } = exampleSearchRequest(request.body);
      const search = { ...request, query };
      const passes = filter === null ? () => true : readFilter(filter, 'filter');
      const examples = wantedVersion(search).examples.filter((example) => passes(exampleSubject(example)));
      return listAnswer(search, examples, EXAMPLES);
    },
  },
];

function wantedVersion({ world, params, query }: RouteRequest): DatasetVersion {
  const dataset = world.store.datasets.get(params['dataset_id'] ?? '');
  const id = queryId(query, 'dataset_version_id');
  const version = id === null ? dataset.versions.at(-1) : dataset.versions.find((one) => one.id === id);
  if (version === undefined) throw notFound('Dataset version', id ?? '');
  return version;
}
