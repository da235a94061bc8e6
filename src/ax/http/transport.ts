import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { AxError } from '../base/errors.js';
import { InvalidInputError, isAxError } from '../base/errors.js';
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
import { requestHeaders } from './request-headers.js';
import { endpointOf, reportOf } from './request-report.js';
import type { RequestReport, RequestTrace } from './request-report.js';

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
  readonly #onRequest: (report: RequestReport) => void;
  readonly #traceRequest: NonNullable<AxClientOptions['traceRequest']>;
  #closing: Promise<void> | undefined;

  constructor(options: AxClientOptions) {
    this.#base = splitBaseUrl(options.baseUrl);
    this.#place = placeOf(this.#base.origin, options);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#apiKey = options.apiKey;
    this.#honorsRetryAfter = options.honorsRetryAfter ?? true;
    this.#onRequest = options.onRequest ?? (() => undefined);
    this.#traceRequest = options.traceRequest ?? (() => null);
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
  request<S extends z.ZodType>(
    call: Call,
    schema: S,
    misfit: Misfit<z.output<S>> = () => null,
  ): Promise<z.output<S>> {
    return this.#reported(call, (answer) => this.#read(call, answer, schema, misfit));
  }

  /**
   * Sends a call and ignores the body of a successful response.
   * @throws AxError if the call failed.
   */
  requestNothing(call: Call): Promise<void> {
    return this.#reported(call, () => undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#dispatchers.close();
    return this.#closing;
  }

  #read<S extends z.ZodType>(
    call: Call,
    answer: RawResponse,
    schema: S,
    misfit: Misfit<z.output<S>>,
  ): z.output<S> {
    const parsed = parseJson(answer.body);
    if (!('value' in parsed)) throw this.#unusable(call, answer, parsed.problem);
    const read = schema.safeParse(parsed.value);
    if (!read.success)
      throw this.#unusable(call, answer, `the response does not match the API: ${issues(read.error)}`);
    const problem = misfit(read.data);
    if (problem !== null) throw this.#unusable(call, answer, problem);
    return read.data;
  }

  async #reported<T>(call: Call, read: (answer: RawResponse) => T): Promise<T> {
    const startedMs = performance.now();
    const trace = orNull(() => this.#traceRequest(endpointOf(call)));
    const report = (status: number | null, error: AxError | null): void =>
      this.#tell(reportOf(call, status, error, performance.now() - startedMs), trace);
    try {
      const answer = await this.#send(call, trace?.headers ?? {});
      const value = read(answer);
      report(answer.status, null);
      return value;
    } catch (error) {
      // What the client refuses by itself is no request.
      if (isAxError(error) && error.kind !== 'InvalidInput') report(error.status, error);
      throw error;
    }
  }

  /** Whoever counts requests must not change what becomes of one: a POST that was answered is answered. */
  #tell(report: RequestReport, trace: RequestTrace | null): void {
    orNull(() => this.#onRequest(report));
    orNull(() => trace?.end(report));
  }

  async #send(call: Call, headers: RequestTrace['headers']): Promise<RawResponse> {
    const body = serialise(call);
    if (this.#backoff.leftMs > 0) throw backingOff(call, this.#backoff.leftMs);
    const result = await this.#exchange(call, body, headers);
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

  async #exchange(call: Call, body: string | null, more: RequestTrace['headers']): Promise<ExchangeResult> {
    const request: Dispatcher.DispatchOptions = {
      origin: this.#base.origin,
      path: this.#base.prefix + call.path + queryString(call.query),
      method: call.method,
      headers: {
        ...more,
        ...this.#headers,
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
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

function orNull<T>(observe: () => T): T | null {
  try {
    return observe();
  } catch {
    return null;
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
