import { AxError } from './ax-error.js';

/** 404, or no exact match for a name. The service answers 404 for things the key may not read, too. */
export class NotFoundError extends AxError {
  override readonly name = 'NotFoundError';
  readonly kind = 'AxNotFound';
}
