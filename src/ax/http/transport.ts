import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { AxError } from '../errors/ax-error.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { AxClientOptions } from '../options.js';
import { splitBaseUrl, type BaseUrl } from './base-url.js';
import type { Call } from './call.js';
import { createDispatchers, type Dispatchers } from './dispatchers.js';
import { exchange, type ExchangeResult, type RawAnswer } from './exchange.js';
import { Hold } from './hold.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { heldBack, noAnswer, unusableAnswer } from './no-answer.js';
import { isTooDeep, MAX_JSON_DEPTH, parseJson } from './parse-json.js';
import { refusal } from './refusal.js';
import { requestHeaders } from './request-headers.js';

// Shorter keys are of simulators; to strike them out would cut ordinary words.
const MIN_SECRET_LENGTH = 8;

const MAX_REQUEST_BYTES = 2 * 1024 * 1024;

/**
 * Sends calls and sorts what comes back. Never sends anything twice, never follows a redirect. When the service asks to
 * wait (429 or 503 with Retry-After), nothing of this client is sent until that time is over; what is under way goes on.
 */
export class Transport {
  readonly #base: BaseUrl;
  readonly #limits: Limits;
  readonly #headers: Record<string, string>;
  readonly #dispatchers: Dispatchers;
  readonly #apiKey: string;
  readonly #hold = new Hold();
  readonly #holds: boolean;
  #closing: Promise<void> | undefined;

  constructor(options: AxClientOptions) {
    this.#base = splitBaseUrl(options.baseUrl);
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#apiKey = options.apiKey;
    this.#holds = options.holdsOnRetryAfter ?? true;
    this.#headers = requestHeaders(options.apiKey);
    this.#dispatchers = createDispatchers({
      origin: this.#base.origin,
      limits: this.#limits,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(options.proxyUrl === undefined ? {} : { proxyUrl: options.proxyUrl }),
    });
  }

  /** Sends a call; the body of its success, as `schema` reads it. */
  async request<S extends z.ZodType>(call: Call, schema: S): Promise<z.output<S>> {
    const answer = await this.#send(call);
    const parsed = parseJson(answer.body);
    if (!('value' in parsed)) throw this.#unusable(call, answer, parsed.problem);
    const read = schema.safeParse(parsed.value);
    if (!read.success)
      throw this.#unusable(call, answer, `the answer is not as the API says: ${issues(read.error)}`);
    return read.data;
  }

  /** Sends a call whose success has no body worth reading. */
  async requestNothing(call: Call): Promise<void> {
    await this.#send(call);
  }

  close(): Promise<void> {
    this.#closing ??= this.#dispatchers.close();
    return this.#closing;
  }

  async #send(call: Call): Promise<RawAnswer> {
    const body = serialise(call);
    if (this.#hold.leftMs > 0) throw heldBack(call, this.#hold.leftMs);
    const result = await this.#exchange(call, body);
    if ('failure' in result) throw noAnswer(call, result.failure, this.#base.origin);
    const { answer } = result;
    if (answer.status < 200 || answer.status > 299) throw this.#refused(call, answer);
    if (answer.brokenOff !== null) throw noAnswer(call, answer.brokenOff, this.#base.origin, answer.status);
    return answer;
  }

  #refused(call: Call, answer: RawAnswer): AxError {
    const error = refusal(call, answer, (text) => this.#clean(text));
    const asksToWait = answer.status === 429 || answer.status === 503;
    if (this.#holds && asksToWait && error.retryAfterMs !== null) this.#hold.atLeast(error.retryAfterMs);
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

  #unusable(call: Call, answer: RawAnswer, reason: string): Error {
    return unusableAnswer(call, this.#clean(reason), this.#base.origin, answer.status);
  }

  // A debugging proxy may send our headers back in its error page.
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
    .map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  const rest = error.issues.length - named.length;
  return named.join('; ') + (rest > 0 ? ` (and ${rest} more)` : '');
}
