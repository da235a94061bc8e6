import { z } from 'zod';
import type { World } from '../base/world.js';
import { invalid } from '../base/problem.js';
import { RUN_FAILED } from '../webhooks/webhooks.js';
import { idText, objectBody, parseBody } from './body.js';

const MAX_HEADERS = 20;
const DEFAULT_TIMEOUT_MS = 30_000;

const headers = z
  .record(z.string(), z.string())
  .refine((all) => Object.keys(all).length <= MAX_HEADERS, `must have at most ${MAX_HEADERS} entries`);
const timeoutMs = z.int().min(1);

const newWebhook = z
  .strictObject({
    organization_id: idText,
    name: z.string().min(1),
    url: z.url(),
    auth_type: z.enum(['BEARER', 'HMAC_SHA256']),
    auth_token: z.string().min(1).optional(),
    timeout_ms: timeoutMs.default(DEFAULT_TIMEOUT_MS),
    headers: headers.default({}),
  })
  .refine((given) => (given.auth_type === 'BEARER') === (given.auth_token !== undefined), {
    path: ['auth_token'],
    message: 'must be given if auth_type is BEARER, and only then',
  });

const webhookUpdate = z.strictObject({
  name: z.string().min(1).optional(),
  url: z.url().optional(),
  timeout_ms: timeoutMs.optional(),
  headers: headers.optional(),
});

const newSubscription = z.strictObject({
  webhook_id: idText,
  source_type: z.enum(['ONLINE_TASK', 'SPACE']),
  source_id: idText,
  events: z.array(z.literal(RUN_FAILED)).min(1).default([RUN_FAILED]),
});

export function acceptNewWebhook(world: World, body: unknown): z.infer<typeof newWebhook> {
  const input = parseBody(newWebhook, body);
  world.store.organizations.get(input.organization_id);
  requireHttps(world, input.url);
  return input;
}

export function acceptWebhookUpdate(world: World, body: unknown): z.infer<typeof webhookUpdate> {
  if (Object.keys(objectBody(body)).length === 0) throw invalid('At least one field must be provided');
  const input = parseBody(webhookUpdate, body);
  if (input.url !== undefined) requireHttps(world, input.url);
  return input;
}

export function acceptNewSubscription(world: World, body: unknown): z.infer<typeof newSubscription> {
  const input = parseBody(newSubscription, body);
  if (input.source_type === 'SPACE') world.store.spaces.get(input.source_id);
  else world.store.task(input.source_id);
  return input;
}

function requireHttps({ options }: World, url: string): void {
  const { protocol } = new URL(url);
  if (protocol === 'https:' || (options.httpWebhooks && protocol === 'http:')) return;
  throw invalid('url: must be an https URL');
}
