import { AxError } from './ax-error.js';

/** 429: too many requests; nothing was done. `retryAfterMs` says how long to wait. */
export class RateLimitError extends AxError {
  override readonly name = 'RateLimitError';
  readonly kind = 'AxRateLimit';
}
