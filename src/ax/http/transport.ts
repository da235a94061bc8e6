import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { AxError } from '../base/errors.js';
import { InvalidInputError } from '../base/errors.js';
import type { AxClientOptions, WireCase } from './options.js';
import { type BaseUrl, DEFAULT_LIMITS, type Limits, splitBaseUrl } from './options.js';
import type { Call } from './call.js';
import { createDispatchers, type Dispatchers } from './dispatchers.js';
import { exchange, type ExchangeResult, type RawResponse } from './exchange.js';
import { Backoff } from './retry-after.js';
import { backingOff, noResponse, placeOf, unusableResponse } from './no-response.js';
import type { Place } from './no-response.js';
import { isTooDeep, MAX_JSON_DEPTH, parseJson } from './parse-json.js';
import { refusal } from './refusal.js';
import { readFileSync } from 'node:fs';

/** What every operation needs. */
export interface AxContext {
  transport: Transport;
  wireCase: WireCase;
  warn: (text: string) => void;
}

/** Why an answer is not the answer to the request; null if it may be. */
export type Misfit<T> = (answer: T) => string | null;

// Only simulators use shorter keys; redacting those would cut ordinary words.
const MIN_SECRET_LENGTH = 8;

const MAX_REQUEST_BYTES = 2 * 1024 * 1024;

/**
 * Sends calls and turns responses into values or errors. It never sends a request twice and never follows a redirect.
 * When the service asks the client to wait (429 or 503 with Retry-After), it sends no new request until that time;
 * requests in progress continue.
 */
export class Transport {
  readonly #base: BaseUrl;
  /** The service, and the proxy on the way to it, for messages. */
  readonly #place: Place;
  readonly #limits: Limits;
  readonly #headers: Record<string, string>;
  readonly #dispatchers: Dispatchers;
  readonly #apiKey: string;
  readonly #backoff = new Backoff();
  readonly #honorsRetryAfter: boolean;
  #closing: Promise<void> | undefined;

  constructor(options: AxClientOptions) {
    this.#base = splitBaseUrl(options.baseUrl);
    this.#place = placeOf(this.#base.origin, options);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#apiKey = options.apiKey;
    this.#honorsRetryAfter = options.honorsRetryAfter ?? true;
    this.#headers = requestHeaders(options.apiKey);
    this.#dispatchers = createDispatchers({
      origin: this.#base.origin,
      limits: this.#limits,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(options.proxyUrl === undefined ? {} : { proxyUrl: options.proxyUrl }),
    });
  }

  /**
   * Sends a call and reads the body of a successful response with `schema`. `misfit` says why a value answers another
   * request than this one, as when a cache or a proxy swaps answers: then it proves nothing.
   * @throws AxError if the call failed.
   */
  async request<S extends z.ZodType>(
    call: Call,
    schema: S,
    misfit: Misfit<z.output<S>> = () => null,
  ): Promise<z.output<S>> {
    const answer = await this.#send(call);
    const parsed = parseJson(answer.body);
    if (!('value' in parsed)) throw this.#unusable(call, answer, parsed.problem);
    const read = schema.safeParse(parsed.value);
    if (!read.success)
      throw this.#unusable(call, answer, `the response does not match the API: ${issues(read.error)}`);
    const problem = misfit(read.data);
    if (problem !== null) throw this.#unusable(call, answer, problem);
    return read.data;
  }

  /**
   * Sends a call and ignores the body of a successful response.
   * @throws AxError if the call failed.
   */
  async requestNothing(call: Call): Promise<void> {
    await this.#send(call);
  }

  close(): Promise<void> {
    this.#closing ??= this.#dispatchers.close();
    return this.#closing;
  }

  async #send(call: Call): Promise<RawResponse> {
    const body = serialise(call);
    if (this.#backoff.leftMs > 0) throw backingOff(call, this.#backoff.leftMs);
    const result = await this.#exchange(call, body);
    if ('failure' in result) throw noResponse(call, result.failure, this.#place);
    const { answer } = result;
    if (answer.status < 200 || answer.status > 299) throw this.#refused(call, answer);
    if (answer.brokenOff !== null) throw noResponse(call, answer.brokenOff, this.#place, answer.status);
    return answer;
  }

  #refused(call: Call, answer: RawResponse): AxError {
    const error = refusal(call, answer, (text) => this.#clean(text));
    const asksToWait = answer.status === 429 || answer.status === 503;
    if (this.#honorsRetryAfter && asksToWait && error.retryAfterMs !== null)
      this.#backoff.atLeast(error.retryAfterMs);
    return error;
  }

  async #exchange(call: Call, body: string | null): Promise<ExchangeResult> {
    const request: Dispatcher.DispatchOptions = {
      origin: this.#base.origin,
      path: this.#base.prefix + call.path + queryString(call.query),
      method: call.method,
      headers: { ...this.#headers, ...(body === null ? {} : { 'content-type': 'application/json' }) },
      body,
    };
    if (call.safety === 'safe') return exchange(this.#dispatchers.pooled, request, this.#limits, call.signal);
    const own = this.#dispatchers.fresh();
    return exchange(own, request, this.#limits, call.signal).finally(() => own.destroy());
  }

  #unusable(call: Call, answer: RawResponse, reason: string): Error {
    return unusableResponse(call, this.#clean(reason), this.#place, answer.status);
  }

  // A debugging proxy may repeat the request's headers in its error page.
  #clean(text: string): string {
    return this.#apiKey.length < MIN_SECRET_LENGTH ? text : text.replaceAll(this.#apiKey, '[redacted]');
  }
}

function serialise(call: Call): string | null {
  if (call.body === undefined) return null;
  const text = JSON.stringify(call.body);
  if (Buffer.byteLength(text) > MAX_REQUEST_BYTES) {
    throw new InvalidInputError(call.what, [`the request is larger than ${MAX_REQUEST_BYTES} bytes`]);
  }
  if (isTooDeep(text)) {
    throw new InvalidInputError(call.what, [`the request is nested deeper than ${MAX_JSON_DEPTH} levels`]);
  }
  return text;
}

function queryString(query: Call['query'] = {}): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return text === '' ? '' : `?${text}`;
}

function issues(error: z.ZodError): string {
  const named = error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'response'}: ${issue.message}`);
  const rest = error.issues.length - named.length;
  return named.join('; ') + (rest > 0 ? ` (and ${rest} more)` : '');
}

const NAME = 'ax-tasks-temporal';

interface Manifest {
  version: string;
}

/** The headers of every request. The informational `sdk-*` headers name this project (docs/api-contract.md 1.1). */
function requestHeaders(apiKey: string): Record<string, string> {
  const { version } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as Manifest;
  return {
    authorization: `Bearer ${apiKey}`,
    accept: 'application/json, application/problem+json',
    'accept-encoding': 'identity',
    'user-agent': `${NAME}/${version}`,
    'sdk-language': 'typescript',
    'sdk-package-name': NAME,
    'sdk-version': version,
    'language-version': process.version.slice(1),
  };
}
