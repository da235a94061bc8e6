import { randomUUID } from 'node:crypto';
import { authenticate, authorizeWrite } from '../checks/auth.js';
import type { SimulatorFault } from '../faults/types.js';
import { invalid, Refusal } from '../problem.js';
import { apiRoutes } from '../routes/index.js';
import { settleByClock } from '../runs/advance.js';
import type { World } from '../world.js';
import { fromLegacyCase, toLegacyCase } from './legacy-case.js';
import type { JsonText } from './read-body.js';
import { checkIds, findRoute, type RouteAnswer } from './router.js';
import type { Target } from './serve-request.js';
import type { HttpAnswer } from './write-answer.js';

/** A whole request to the API. `json` is a refusal when the body could not be taken in. */
export interface ApiRequest {
  readonly method: string;
  readonly target: Target;
  readonly authorization: string | undefined;
  readonly json: JsonText | Refusal;
  readonly requestSeq: number;
  readonly fault: SimulatorFault | null;
}

/** What the service answers. It takes effect within this call, so requests never interleave. */
export function answerApi(world: World, request: ApiRequest): HttpAnswer {
  const requestId = randomUUID();
  try {
    const { status, body } = route(world, request);
    const legacy = world.options.wireCase === 'legacy';
    const text = body === undefined ? '' : JSON.stringify(legacy ? toLegacyCase(body) : body);
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return { status, headers: { ...type, 'x-request-id': requestId }, body: text };
  } catch (error) {
    const refusal = error instanceof Refusal ? error : internalError(error);
    return problemAnswer(refusal, request.target.path, requestId);
  }
}

function route(
  world: World,
  { method, target, authorization, json, requestSeq, fault }: ApiRequest,
): RouteAnswer {
  const nowMs = world.options.now();
  const caller = authenticate(world, authorization);
  world.rateLimit.admit(nowMs);
  const match = findRoute(apiRoutes, method, target.path);
  checkIds(match.params);
  if (match.route.writes === true) authorizeWrite(world, caller);
  const body = bodyOf(json);
  settleByClock(world, nowMs);
  return match.route.answer({
    world,
    caller,
    path: target.path,
    params: match.params,
    query: target.query,
    body: world.options.wireCase === 'legacy' ? fromLegacyCase(body) : body,
    nowMs,
    requestSeq,
    fault,
  });
}

function bodyOf(json: JsonText | Refusal): unknown {
  if (json instanceof Refusal) throw json;
  if (!json.ok) throw invalid('The request body is not valid JSON');
  return json.value;
}

/** A fault of the simulator itself: it goes on serving, and says what broke. */
function internalError(error: unknown): Refusal {
  return new Refusal(
    'internal-error',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}

function problemAnswer(refusal: Refusal, instance: string, requestId: string): HttpAnswer {
  return {
    status: refusal.status,
    headers: {
      'content-type': 'application/problem+json',
      'x-request-id': requestId,
      ...refusal.headers,
    },
    body: JSON.stringify(refusal.body(instance, requestId)),
  };
}
