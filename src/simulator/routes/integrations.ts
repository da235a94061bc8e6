import { nameFilter, queryChoice } from '../checks/query.js';
import type { Route, RouteRequest } from '../http/router.js';
import { notFound } from '../base/problem.js';
import type { Integration } from '../store/resource-types.js';
import { listAnswer, spaceFilter } from './list.js';
import { presentAiIntegration, presentIntegration } from './present.js';

const TYPES = ['LLM', 'AGENT', 'EVALUATOR'] as const;

export const integrationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/ai-integrations',
    answer: (request) => {
      const llm = visible(request).filter(({ type }) => type === 'LLM');
      return listAnswer(request, llm, { key: 'ai_integrations', present: presentAiIntegration });
    },
  },
  {
    method: 'GET',
    path: '/v2/ai-integrations/:integration_id',
    answer: ({ world, params }) => {
      const integration = world.store.integrations.get(params['integration_id'] ?? '');
      if (integration.type !== 'LLM') throw notFound('AI integration', integration.id);
      return { status: 200, body: presentAiIntegration(integration) };
    },
  },
  {
    method: 'GET',
    path: '/v2/integrations',
    answer: (request) => {
      const type = queryChoice(request.query, 'type', TYPES, request.world.options.wireCase === 'legacy');
      const wanted = visible(request).filter((integration) => type === null || integration.type === type);
      return listAnswer(request, wanted, { key: 'integrations', present: presentIntegration });
    },
  },
  {
    method: 'GET',
    path: '/v2/integrations/:integration_id',
    answer: ({ world, params }) => {
      const integration = world.store.integrations.get(params['integration_id'] ?? '');
      return { status: 200, body: presentIntegration(integration) };
    },
  },
];

/** Integrations with a fitting name that the wanted space may use; without scopings all may. */
function visible({ world, query }: RouteRequest): readonly Integration[] {
  const named = nameFilter(query, 'name');
  const wanted = spaceFilter(world, query);
  const asked = query.has('space_id') || query.has('space_name');
  return world.store.integrations.all().filter(({ name, scopings }) => {
    const spaces = scopings.flatMap(({ space_id }) => (space_id === null ? [] : [space_id]));
    return named(name) && (!asked || spaces.length === 0 || spaces.some(wanted));
  });
}
