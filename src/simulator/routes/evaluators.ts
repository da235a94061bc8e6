import { queryChoice, queryId } from '../checks/query.js';
import type { Route, RouteRequest } from '../http/router.js';
import { notFound } from '../base/problem.js';
import type { EvaluatorVersion } from '../store/resource-types.js';
import { inSpace, listAnswer } from './list.js';
import { presentEvaluator, presentEvaluatorVersion } from './present.js';

const TYPES = ['TEMPLATE', 'CODE', 'REMOTE', 'HARNESS'] as const;

export const evaluatorRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/evaluators',
    answer: (request) => {
      const { world, query } = request;
      const type = queryChoice(query, 'type', TYPES, world.options.wireCase === 'legacy');
      const evaluators = inSpace(world, query, world.store.evaluators.all());
      const wanted = evaluators.filter((evaluator) => type === null || evaluator.type === type);
      return listAnswer(request, wanted, { key: 'evaluators', present: presentEvaluator });
    },
  },
  {
    method: 'GET',
    path: '/v2/evaluators/:evaluator_id',
    answer: (request) => {
      const evaluator = request.world.store.evaluators.get(request.params['evaluator_id'] ?? '');
      const version = presentEvaluatorVersion(wantedVersion(request));
      return { status: 200, body: { ...presentEvaluator(evaluator), version } };
    },
  },
  {
    method: 'GET',
    path: '/v2/evaluators/:evaluator_id/versions',
    answer: (request) => {
      const { versions } = request.world.store.evaluators.get(request.params['evaluator_id'] ?? '');
      return listAnswer(request, versions, { key: 'evaluator_versions', present: presentEvaluatorVersion });
    },
  },
  {
    method: 'GET',
    path: '/v2/evaluator-versions/:version_id',
    answer: ({ world, params }) => {
      const id = params['version_id'] ?? '';
      const version = world.store.findEvaluatorVersion(id);
      if (version === undefined) throw notFound('Evaluator version', id);
      return { status: 200, body: presentEvaluatorVersion(version) };
    },
  },
];

function wantedVersion({ world, params, query }: RouteRequest): EvaluatorVersion {
  const evaluator = world.store.evaluators.get(params['evaluator_id'] ?? '');
  const id = queryId(query, 'version_id');
  if (id === null) return world.store.latestVersion(evaluator);
  const version = evaluator.versions.find((one) => one.id === id);
  if (version === undefined) throw notFound('Evaluator version', id);
  return version;
}
