/** Why Temporal cannot be used. */
export type UnreachableReason =
  /** No answer: refused, no such host, no route, no TLS handshake, or nothing in time. */
  | 'no-answer'
  /** It answered that these credentials are not good enough. */
  | 'not-allowed'
  /** It answered, but has no such namespace. */
  | 'no-namespace'
  /** The server that answered is not a Temporal service. */
  | 'not-temporal';

/**
 * Temporal cannot be used. The message is one plain sentence, then what was tried, then what to do; it holds neither
 * the API key nor any header.
 */
export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';
  readonly reason: UnreachableReason;
  readonly address: string;
  readonly namespace: string;

  constructor(message: string, subject: { reason: UnreachableReason; address: string; namespace: string }) {
    super(message);
    this.reason = subject.reason;
    this.address = subject.address;
    this.namespace = subject.namespace;
  }
}
