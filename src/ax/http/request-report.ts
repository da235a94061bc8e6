import type { AxError } from '../base/errors.js';
import type { FailureType } from '../../model/temporal/failure-types.js';
import type { Call } from './call.js';

/** How one request ended, for whoever counts requests. It has no ID, no key and no content. */
export interface RequestReport {
  /** Method and route, with `{id}` for IDs: `GET /v2/task-runs/{id}`. */
  endpoint: string;
  /** HTTP status; null if no response came. */
  status: number | null;
  /** The stable type of the error; null if the answer could be used. */
  failure: FailureType | null;
  /** False if the client did not send it: the service had asked for a wait (Retry-After). */
  isTried: boolean;
  /** The caller, not the network, ended it. */
  isAborted: boolean;
  /** Including the wait for a connection. */
  durationMs: number;
  /** How long the service asks the client to wait; null if it does not ask. */
  retryAfterMs: number | null;
}

/** A request that is traced. */
export interface RequestTrace {
  /** Sent with it. */
  headers: Readonly<Record<string, string>>;
  /** Called when it has ended; not for one that the client refused by itself. */
  end: (report: RequestReport) => void;
}

export function reportOf(
  call: Call,
  status: number | null,
  error: AxError | null,
  durationMs: number,
): RequestReport {
  return {
    endpoint: endpointOf(call),
    status,
    failure: error?.kind ?? null,
    isTried: !(error?.kind === 'AxRateLimit' && status === null),
    isAborted: error?.aborted ?? false,
    durationMs,
    retryAfterMs: error?.retryAfterMs ?? null,
  };
}

/** Method and route: `GET /v2/task-runs/{id}`. */
export const endpointOf = ({ method, path }: Call): string => `${method} ${routeOf(path)}`;

/** All paths are `/v2/collection`, then perhaps an ID, then perhaps a word. */
const routeOf = (path: string): string => path.replace(/^(\/v2\/[^/]+\/)[^/]+/, '$1{id}');
