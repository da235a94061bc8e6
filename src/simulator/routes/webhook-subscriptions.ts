import { invalid, notFound } from '../base/problem.js';
import { iso } from '../base/world.js';
import { queryChoice, queryId } from '../checks/query.js';
import { acceptNewSubscription } from '../checks/webhooks.js';
import type { Route, RouteAnswer, RouteRequest } from '../http/router.js';
import type { Subscription } from '../webhooks/webhook.js';
import { listAnswer } from './list.js';

export const subscriptionRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/webhook-subscriptions', answer: (request) => list(request) },
  { method: 'POST', path: '/v2/webhook-subscriptions', writes: true, answer: (request) => create(request) },
  {
    method: 'GET',
    path: '/v2/webhook-subscriptions/:subscription_id',
    answer: (request) => ({ status: 200, body: present(subscriptionOf(request)) }),
  },
  {
    method: 'DELETE',
    path: '/v2/webhook-subscriptions/:subscription_id',
    writes: true,
    answer: (request) => {
      request.world.webhooks.unsubscribe(subscriptionOf(request).id);
      return { status: 204 };
    },
  },
];

function list(request: RouteRequest): RouteAnswer {
  const { query, world } = request;
  const legacy = world.options.wireCase === 'legacy';
  const type = queryChoice(query, 'source_type', ['ONLINE_TASK', 'SPACE'], legacy);
  const id = queryId(query, 'source_id');
  if (type === null || id === null) throw invalid('source_type and source_id are required');
  const wanted = world.webhooks
    .subscriptions()
    .filter(({ source_type, source_id }) => source_type === type && source_id === id);
  return listAnswer(request, wanted, { key: 'webhook_subscriptions', present });
}

function create({ world, body, nowMs }: RouteRequest): RouteAnswer {
  const given = acceptNewSubscription(world, body);
  if (world.webhooks.find(given.webhook_id) === undefined) throw notFound('Webhook', given.webhook_id);
  const subscription = world.webhooks.subscribe({
    ordinal: world.store.nextOrdinal(),
    id: world.store.mint('WebhookSubscription'),
    ...given,
    created_at: iso(nowMs),
  });
  return { status: 201, body: present(subscription) };
}

function subscriptionOf({ world, params }: RouteRequest): Subscription {
  const id = params['subscription_id'] ?? '';
  const subscription = world.webhooks.findSubscription(id);
  if (subscription === undefined) throw notFound('Webhook subscription', id);
  return subscription;
}

const present = ({ id, webhook_id, source_type, source_id, events, created_at }: Subscription) => ({
  id,
  webhook_id,
  source_type,
  source_id,
  events,
  created_at,
});
