import { AxError } from './ax-error.js';

/** 403: the key may not do this, or a plan's limit is reached (then `extra` says which). */
export class ForbiddenError extends AxError {
  override readonly name = 'ForbiddenError';
  readonly kind = 'AxForbidden';
}
