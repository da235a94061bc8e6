import { AmbiguousError, BrokenAnswerError, NotSentError, RateLimitError } from '../base/errors.js';
import type { AxError } from '../base/errors.js';
import type { Call } from './call.js';
import type { AxClientOptions } from './options.js';

/** Where requests go, for messages. */
export interface Place {
  origin: string;
  /** The proxy on the way, without a password; null: none. */
  proxy: { address: string; variable: string } | null;
}

export function placeOf(
  origin: string,
  { proxyUrl, proxyVariable }: Pick<AxClientOptions, 'proxyUrl' | 'proxyVariable'>,
): Place {
  if (proxyUrl === undefined) return { origin, proxy: null };
  return { origin, proxy: { address: new URL(proxyUrl).host, variable: proxyVariable ?? 'proxyUrl' } };
}

/** A request that was not sent failed at the proxy, if there is one. */
function adviceOf({ advice }: TransportFailure, { origin, proxy }: Place): string {
  if (proxy === null) return advice;
  return `Check ${proxy.variable} and the proxy, or add ${new URL(origin).hostname} to NO_PROXY to reach it directly.`;
}

/** The error for a request without a complete response. `status` is set if the response's header arrived. */
export function noResponse(call: Call, failure: TransportFailure, place: Place, status?: number): AxError {
  const details = {
    method: call.method,
    path: call.path,
    aborted: failure.aborted,
    ...(status === undefined ? {} : { status }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  };
  if (!failure.sent) {
    const { origin, proxy } = place;
    const way = proxy === null ? '' : ` through the proxy ${proxy.address} (${proxy.variable})`;
    const message = `Cannot ${call.what}: the request was not sent to ${origin}${way}: ${failure.reason}. ${adviceOf(failure, place)}`;
    return new NotSentError(message.trim(), details);
  }
  const head = status === undefined ? '' : ` (after the service answered ${status})`;
  if (call.safety === 'safe') {
    return new BrokenAnswerError(
      `Cannot ${call.what}: ${failure.reason}${head}. It is safe to retry.`,
      details,
    );
  }
  return new AmbiguousError(
    `It is not known whether the request to ${call.what} took effect: ${failure.reason}${head}. ` +
      'Check for its result before you retry.',
    details,
  );
}

/** The error for a request that was not sent because the service asked the client to wait `leftMs` longer. */
export const backingOff = (call: Call, leftMs: number): AxError =>
  new RateLimitError(
    `Cannot ${call.what}: the request was not sent, because the service asked the client to wait ` +
      `${Math.ceil(leftMs / 1000)} s longer (Retry-After).`,
    { method: call.method, path: call.path, retryAfterMs: leftMs },
  );

/** The error for a successful response whose body does not match the contract. */
export const unusableResponse = (call: Call, reason: string, place: Place, status: number): AxError =>
  noResponse(call, { sent: true, reason, advice: '', aborted: false }, place, status);

/** Why an exchange ended without a complete response. */
export interface TransportFailure {
  /** Whether any byte of the request may have been sent. */
  sent: boolean;
  /** A clause that names no address except the host. */
  reason: string;
  /** What the user can do about it; empty if all they can do is retry. */
  advice: string;
  aborted: boolean;
  cause?: Error;
}

interface NoResponse {
  reason: string;
  advice: string;
}

const CLOSED: NoResponse = {
  reason: 'the connection was closed before the response was complete',
  advice: '',
};

const BY_CODE: Record<string, NoResponse> = {
  ENOTFOUND: {
    reason: 'the host name could not be resolved',
    advice: 'Check ARIZE_BASE_URL and the network.',
  },
  EAI_AGAIN: { reason: 'name resolution failed temporarily', advice: 'Check the network.' },
  ECONNREFUSED: {
    reason: 'the connection was refused',
    advice: 'Check ARIZE_BASE_URL and that the service is running.',
  },
  EHOSTUNREACH: { reason: 'the host cannot be reached', advice: 'Check the network.' },
  ENETUNREACH: { reason: 'the network cannot be reached', advice: 'Check the network.' },
  UND_ERR_CONNECT_TIMEOUT: {
    reason: 'the connection timed out',
    advice: 'Check ARIZE_BASE_URL and the network.',
  },
  UND_ERR_HEADERS_TIMEOUT: { reason: 'no response came in time', advice: '' },
  UND_ERR_BODY_TIMEOUT: { reason: 'the response stopped before its end', advice: '' },
  UND_ERR_HEADERS_OVERFLOW: { reason: 'the response headers are too large', advice: '' },
  UND_ERR_SOCKET: CLOSED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
};

const TLS_CODE = /CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|UNABLE_TO_|^EPROTO$/;

/** Explains an error of undici or of the socket. */
export function explainTransportError(error: Error): NoResponse {
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (TLS_CODE.test(code)) {
    return {
      reason: `TLS failed (${code})`,
      advice:
        'If the service uses a private certificate authority, set ARIZE_SSL_CA_CERT to its certificate.',
    };
  }
  if (code.startsWith('HPE_')) return { reason: 'the response is not HTTP', advice: '' };
  return { reason: error.message === '' ? `the connection failed (${code})` : error.message, advice: '' };
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/** A copy of the error without its other members: undici attaches parts of the exchange to its errors. */
export function bareCause(error: Error): Error {
  const bare = new Error(error.message === '' ? codeOf(error) : error.message);
  return Object.assign(bare, { name: error.name, code: codeOf(error) });
}
