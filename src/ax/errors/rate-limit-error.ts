import { AxError } from './ax-error.js';

/**
 * 429: too many requests; nothing was done. `retryAfterMs` says how long to wait. Until then the client refuses further
 * requests by this error itself, without a status, and sends nothing.
 */
export class RateLimitError extends AxError {
  override readonly name = 'RateLimitError';
  readonly kind = 'AxRateLimit';
}
