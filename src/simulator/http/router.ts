import { invalid, Refusal } from '../base/problem.js';
import { isId } from '../store/ids.js';
import type { SimulatorFault } from '../scripts/faults.js';
import type { User } from '../store/resource-types.js';
import type { World } from '../base/world.js';

/** A request as a route sees it. */
export interface RouteRequest {
  readonly world: World;
  readonly caller: User;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; undefined when there was none. */
  readonly body: unknown;
  readonly nowMs: number;
  readonly requestSeq: number;
  /** The scripted fault that applies, for what it says about listings and new runs. */
  readonly fault: SimulatorFault | null;
}

export interface RouteAnswer {
  readonly status: number;
  /** Left out for an answer without a body. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `:name` segments; a parameter is an id unless its name says otherwise. */
  readonly path: string;
  /** Needs the right to write. */
  readonly writes?: boolean;
  readonly answer: (request: RouteRequest) => RouteAnswer;
}

export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a request; 404 for a path that does not exist, 405 for a method that it does not have. */
export function findRoute(routes: readonly Route[], method: string, rawPath: string): RouteMatch {
  const segments = rawPath.split('/').map(decodeSegment);
  const onPath = routes.flatMap((route) => {
    const params = paramsOf(route.path.split('/'), segments);
    return params === null ? [] : [{ route, params }];
  });
  if (onPath.length === 0) throw new Refusal('resource-not-found', `There is nothing at ${rawPath}`);
  const match = onPath.find(({ route }) => route.method === method);
  if (match !== undefined) return match;
  const allow = onPath.map(({ route }) => route.method).join(', ');
  throw new Refusal('method-not-allowed', `${method} is not allowed here`, {}, { allow });
}

/** Refuses path parameters that do not have the form of an id. */
export function checkIds(params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (!isId(value)) throw invalid(`${name}: ${JSON.stringify(value)} is not a valid identifier`);
  }
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] ?? '';
    if (part.startsWith(':') && segment !== '') params[part.slice(1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('The path is not properly percent-encoded');
  }
}
