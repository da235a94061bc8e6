/** Why an exchange ended without a whole answer. */
export interface TransportFailure {
  /** Whether any byte of the request may have left. */
  sent: boolean;
  /** In words, without an address of ours beyond the host. */
  reason: string;
  /** What the user can do about it; empty where there is nothing but trying again. */
  advice: string;
  aborted: boolean;
  cause?: Error;
}

interface Explanation {
  reason: string;
  advice: string;
}

const CLOSED: Explanation = { reason: 'the connection was closed before the answer was whole', advice: '' };

const BY_CODE: Record<string, Explanation> = {
  ENOTFOUND: {
    reason: 'the host name could not be resolved',
    advice: 'Check ARIZE_BASE_URL and the network.',
  },
  EAI_AGAIN: { reason: 'name resolution failed for now', advice: 'Check the network.' },
  ECONNREFUSED: {
    reason: 'the connection was refused',
    advice: 'Check ARIZE_BASE_URL and that the service runs.',
  },
  EHOSTUNREACH: { reason: 'the host cannot be reached', advice: 'Check the network.' },
  ENETUNREACH: { reason: 'the network cannot be reached', advice: 'Check the network.' },
  UND_ERR_CONNECT_TIMEOUT: {
    reason: 'no connection came about in time',
    advice: 'Check ARIZE_BASE_URL and the network.',
  },
  UND_ERR_HEADERS_TIMEOUT: { reason: 'no answer came in time', advice: '' },
  UND_ERR_BODY_TIMEOUT: { reason: 'the answer stopped in the middle', advice: '' },
  UND_ERR_HEADERS_OVERFLOW: { reason: "the answer's headers are too large", advice: '' },
  UND_ERR_SOCKET: CLOSED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
};

const TLS_CODE = /CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|UNABLE_TO_|^EPROTO$/;

/** Words for an error of undici or the socket. */
export function explainTransportError(error: Error): Explanation {
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (TLS_CODE.test(code)) {
    return {
      reason: `TLS failed (${code})`,
      advice: 'Where the service has a certificate of its own authority, set ARIZE_SSL_CA_CERT to it.',
    };
  }
  if (code.startsWith('HPE_')) return { reason: 'the answer is not HTTP', advice: '' };
  return { reason: error.message === '' ? `the connection failed (${code})` : error.message, advice: '' };
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;

/** The error without what hangs on it: undici keeps pieces of the exchange on its errors. */
export function bareCause(error: Error): Error {
  const bare = new Error(error.message === '' ? codeOf(error) : error.message);
  return Object.assign(bare, { name: error.name, code: codeOf(error) });
}
