import { randomUUID } from 'node:crypto';
import { authenticate, authorizeWrite } from '../checks/auth.js';
import type { SimulatorFault } from '../scripts/faults.js';
import { invalid, Refusal } from '../base/problem.js';
import { apiRoutes } from '../routes/index.js';
import { settleByClock } from '../runs/advance.js';
import type { World } from '../base/world.js';
import type { JsonText, Target } from './request.js';
import { checkIds, findRoute, type RouteAnswer } from './router.js';
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

/** An internal error of the simulator: it keeps serving, and says what broke. */
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

/**
 * Enum values as they were before July 2026: lower case. Only the members of tasks and runs that hold
 * enum values are touched, never what the user put into free-form members.
 */
const ENUM_MEMBERS = new Set(['type', 'status', 'experiment_type', 'input_variable_format', 'role']);
const FREE_FORM = new Set([
  'input_template',
  'provider_parameters',
  'json_schema',
  'tool_config',
  'column_mapping',
  'column_mappings',
  'classification_choices',
  'tracing_metadata',
  'attributes',
  'metadata',
]);

function toLegacyCase(value: unknown): unknown {
  return withEnums(value, (text) => (/^[A-Z][A-Z_]*$/.test(text) ? text.toLowerCase() : text));
}

function fromLegacyCase(value: unknown): unknown {
  return withEnums(value, (text) => (/^[a-z][a-z_]*$/.test(text) ? text.toUpperCase() : text));
}

function withEnums(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => withEnums(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => {
    if (FREE_FORM.has(name)) return [name, inner];
    if (ENUM_MEMBERS.has(name) && typeof inner === 'string') return [name, change(inner)];
    return [name, withEnums(inner, change)];
  });
  return Object.fromEntries(entries);
}
