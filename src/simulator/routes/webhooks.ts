import { randomBytes } from 'node:crypto';
import { notFound } from '../base/problem.js';
import { iso } from '../base/world.js';
import { queryId } from '../checks/query.js';
import { acceptNewWebhook, acceptWebhookUpdate } from '../checks/webhooks.js';
import type { Route, RouteAnswer, RouteRequest } from '../http/router.js';
import type { DeliveryAttempt, Webhook } from '../webhooks/webhook.js';
import { TEST } from '../webhooks/webhooks.js';
import { listAnswer } from './list.js';

export const webhookRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/webhooks',
    answer: (request) => {
      const wanted = queryId(request.query, 'organization_id');
      const all = request.world.webhooks.all();
      const some = all.filter(({ organization_id }) => wanted === null || organization_id === wanted);
      return listAnswer(request, some, { key: 'webhooks', present });
    },
  },
  { method: 'POST', path: '/v2/webhooks', writes: true, answer: (request) => create(request) },
  {
    method: 'GET',
    path: '/v2/webhooks/:webhook_id',
    answer: (request) => ({ status: 200, body: present(webhookOf(request)) }),
  },
  {
    method: 'PATCH',
    path: '/v2/webhooks/:webhook_id',
    writes: true,
    answer: (request) => {
      const { name, url, timeout_ms, headers } = acceptWebhookUpdate(request.world, request.body);
      const old = webhookOf(request);
      const updated: Webhook = {
        ...old,
        name: name ?? old.name,
        url: url ?? old.url,
        timeout_ms: timeout_ms ?? old.timeout_ms,
        headers: headers ?? old.headers,
      };
      return { status: 200, body: present(request.world.webhooks.set(updated)) };
    },
  },
  {
    method: 'DELETE',
    path: '/v2/webhooks/:webhook_id',
    writes: true,
    answer: (request) => {
      request.world.webhooks.delete(webhookOf(request).id);
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/v2/webhooks/:webhook_id/test',
    writes: true,
    answer: (request) => {
      request.world.webhooks.send(webhookOf(request), TEST, { event: TEST });
      return { status: 202, body: {} };
    },
  },
  {
    method: 'GET',
    path: '/v2/webhooks/:webhook_id/delivery-attempts',
    answer: (request) =>
      listAnswer(request, webhookOf(request).attempts, {
        key: 'delivery_attempts',
        present: presentAttempt,
      }),
  },
];

function create({ world, body, nowMs }: RouteRequest): RouteAnswer {
  const { auth_token, ...given } = acceptNewWebhook(world, body);
  const secret = auth_token ?? `whsec_${randomBytes(24).toString('base64url')}`;
  const webhook = world.webhooks.set({
    ordinal: world.store.nextOrdinal(),
    id: world.store.mint('Webhook'),
    ...given,
    secret,
    created_at: iso(nowMs),
    attempts: [],
  });
  const shownOnce = webhook.auth_type === 'HMAC_SHA256' ? { secret } : {};
  return { status: 201, body: { ...present(webhook), ...shownOnce } };
}

/** The webhook that the path names. */
function webhookOf({ world, params }: RouteRequest): Webhook {
  const id = params['webhook_id'] ?? '';
  const webhook = world.webhooks.find(id);
  if (webhook === undefined) throw notFound('Webhook', id);
  return webhook;
}

/** Without the secret, and without the values of headers, which may be secrets. */
const present = ({
  id,
  organization_id,
  name,
  url,
  auth_type,
  timeout_ms,
  headers,
  created_at,
}: Webhook) => ({
  id,
  organization_id,
  name,
  url,
  auth_type,
  timeout_ms,
  header_names: Object.keys(headers),
  created_at,
});

const presentAttempt = ({ delivery_id, event, attempted_at, status_code }: DeliveryAttempt) => ({
  delivery_id,
  event,
  attempted_at,
  status_code,
});
