import { isLoopback } from '../../model/base/loopback.js';
import { InvalidInputError } from '../base/errors.js';
import type { RequestReport, RequestTrace } from './request-report.js';

/** How to reach one Arize AX service. */
export interface AxClientOptions {
  /** The URL without `/v2`. Only a service on this machine may use http. A path prefix is kept. */
  baseUrl: string;
  apiKey: string;
  /** `legacy` sends enum values in lower case, for servers from before July 2026 (docs/api-contract.md 2, row 1). */
  wireCase?: WireCase;
  limits?: Partial<Limits>;
  /** PEM certificates to trust in addition to the system's. */
  ca?: string;
  proxyUrl?: string;
  /** The variable that names the proxy, for messages. */
  proxyVariable?: string;
  /** Called with each warning: a problem that does not stop a request. */
  onWarning?: (text: string) => void;
  /** Called once for each request, when it has ended. What it throws is dropped. */
  onRequest?: (report: RequestReport) => void;
  /** Called before each request with its method and route; null: it is not traced. What it throws is dropped. */
  traceRequest?: (endpoint: string) => RequestTrace | null;
  /** False: do not warn, once per process, that the API is a pre-release. */
  preReleaseWarning?: boolean;
  /**
   * False: a Retry-After fails only the request that received it, and other requests are still sent. For tests on a
   * time-skipping Temporal server, whose clock runs ahead of this machine's.
   */
  honorsRetryAfter?: boolean;
}

/** The casing in which the service expects enum values; `legacy` is lower case. */
export type WireCase = 'upper' | 'legacy';

const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Checks the options of a client. The API key is never part of a message.
 * @throws InvalidInputError with every problem found.
 */
export function checkOptions(options: AxClientOptions): void {
  const problems = [
    ...baseUrlProblems(options.baseUrl),
    ...(isUsableKey(options.apiKey) ? [] : [API_KEY_PROBLEM]),
    ...limitProblems(options.limits ?? {}),
    ...(options.proxyUrl === undefined ? [] : proxyProblems(options.proxyUrl)),
  ];
  if (problems.length > 0) throw new InvalidInputError('create an Arize AX client', problems);
}

export const API_KEY_PROBLEM =
  'the API key must consist of visible ASCII characters, without spaces or line breaks';

/** Whether a key can be sent in a header. */
export const isUsableKey = (apiKey: string): boolean => VISIBLE_ASCII.test(apiKey);

/** The problems of a proxy URL. The URL itself is not shown, because it may contain a password. */
export function proxyProblems(proxyUrl: string): string[] {
  const fine = URL.canParse(proxyUrl) && /^https?:$/.test(new URL(proxyUrl).protocol);
  return fine ? [] : ['the proxy must be a full http or https URL, like http://proxy.example:3128'];
}

/** Limits of one HTTP exchange: durations in milliseconds, sizes in bytes. */
export interface Limits {
  /** Name resolution, TCP and TLS together. */
  connectMs: number;
  /** From the last byte of the request to the header of the response. */
  headersMs: number;
  /** Between two chunks of the response body. */
  bodyMs: number;
  /** The whole exchange, including the wait for a connection. */
  requestMs: number;
  maxResponseBytes: number;
}

export const DEFAULT_LIMITS: Limits = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  requestMs: 60_000,
  maxResponseBytes: 16 * 1024 * 1024,
};

/** Limits for activities: a request ends well before the activity's own timeout of 45 s and the worker's shutdown grace time. */
export const WORKER_LIMITS = {
  headersMs: 20_000,
  bodyMs: 20_000,
  requestMs: 30_000,
} as const satisfies Partial<Limits>;

/** The problems of the given limits, one message each. */
function limitProblems(limits: Partial<Limits>): string[] {
  return Object.entries(limits)
    .filter(([, value]) => !(Number.isSafeInteger(value) && value > 0 && value <= 2 ** 31 - 1))
    .map(([name, value]) => `limit ${name} must be a positive whole number (got ${String(value)})`);
}

/** Address of the service: requests go to `origin`, and every path follows `prefix` (empty or `/some/path`). */
export interface BaseUrl {
  origin: string;
  prefix: string;
}

// Addresses at which clouds hand out credentials; IPv6 ones as the URL parser writes them.
const METADATA =
  /^(169\.254\.\d+\.\d+|\[fe[89ab][0-9a-f]:.*\]|\[fd00:ec2::254\]|\[::ffff:a9fe:.*\]|metadata\.google\.internal\.?)$/;

/** The problems of a base URL; empty if it can be used. The messages contain no user info and no query. */
export function baseUrlProblems(text: string): string[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return ['the base URL must be a full http or https URL, like https://api.arize.com'];
  }
  const problems: string[] = [];
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    problems.push(`the base URL must use https, because ${url.hostname} is not this machine`);
  }
  if (url.username !== '' || url.password !== '')
    problems.push('the base URL must not contain a user name or password');
  if (text.includes('?') || text.includes('#'))
    problems.push('the base URL must not contain a query or fragment');
  if (METADATA.test(url.hostname))
    problems.push(`the base URL points to ${url.hostname}, which is not an Arize service`);
  if (/\/v2\/*$/.test(url.pathname))
    problems.push('the base URL must not include /v2, which every request adds');
  return problems;
}

/** Splits a base URL that has no problems. */
export function splitBaseUrl(text: string): BaseUrl {
  const url = new URL(text);
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
}
