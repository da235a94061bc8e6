import { AxError } from './ax-error.js';

/** The request never left: name resolution, refused connection, TLS, proxy, or a signal before the first byte. */
export class NotSentError extends AxError {
  override readonly name = 'NotSentError';
  readonly kind = 'AxNotSent';
}
