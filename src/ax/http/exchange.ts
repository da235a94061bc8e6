import type { Dispatcher } from 'undici';
import type { Limits } from './options.js';
import { bareCause, explainTransportError, type TransportFailure } from './no-response.js';

export type ResponseHeaders = Record<string, string | string[] | undefined>;

/** A response. `brokenOff` says why the body is incomplete; the status is known even then. */
export interface RawResponse {
  status: number;
  headers: ResponseHeaders;
  body: Buffer;
  brokenOff: TransportFailure | null;
}

export type ExchangeResult = { answer: RawResponse } | { failure: TransportFailure };

/**
 * Sends one request and reads its response. It knows for certain whether a byte of the request may have been sent:
 * undici calls `onRequestStart` when the connection (with its tunnel and TLS) is ready, just before it writes.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  limits: Limits,
  signal: AbortSignal | undefined,
): Promise<ExchangeResult> {
  return new Promise((resolve) => {
    const handler = new ExchangeHandler(limits, resolve);
    handler.watch(signal);
    if (!handler.settled) dispatcher.dispatch(request, handler);
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  settled = false;
  #sent = false;
  #status: number | null = null;
  #headers: ResponseHeaders = {};
  #chunks: Buffer[] = [];
  #size = 0;
  #controller: Dispatcher.DispatchController | null = null;
  #stopWatching: () => void = () => undefined;
  readonly #limits: Limits;
  readonly #resolve: (result: ExchangeResult) => void;

  constructor(limits: Limits, resolve: (result: ExchangeResult) => void) {
    this.#limits = limits;
    this.#resolve = resolve;
  }

  watch(signal: AbortSignal | undefined): void {
    const onAbort = () => this.#stop({ reason: 'the caller cancelled the request', aborted: true });
    if (signal?.aborted === true) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(
      () => this.#stop({ reason: `it did not complete within ${this.#limits.requestMs} ms`, aborted: false }),
      this.#limits.requestMs,
    );
    this.#stopWatching = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A request that was abandoned while it waited for a connection must not be sent after all.
    if (this.settled) return controller.abort(new Error('abandoned before it was sent'));
    this.#sent = true;
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: ResponseHeaders,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#limits.maxResponseBytes) this.#chunks.push(chunk);
    else
      this.#stop({
        reason: `the response is larger than ${this.#limits.maxResponseBytes} bytes`,
        aborted: false,
      });
  }

  onResponseEnd(): void {
    this.#settle(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle({
      ...explainTransportError(error),
      sent: this.#sent,
      aborted: false,
      cause: bareCause(error),
    });
  }

  #stop(why: { reason: string; aborted: boolean }): void {
    this.#settle({ ...why, advice: '', sent: this.#sent });
    this.#controller?.abort(new Error(why.reason));
  }

  #settle(failure: TransportFailure | null): void {
    if (this.settled) return;
    this.settled = true;
    this.#stopWatching();
    if (this.#status === null) {
      const nothing = { sent: this.#sent, reason: 'the response had no header', advice: '', aborted: false };
      return this.#resolve({ failure: failure ?? nothing });
    }
    const body = Buffer.concat(this.#chunks);
    this.#resolve({ answer: { status: this.#status, headers: this.#headers, body, brokenOff: failure } });
  }
}
