import { AxError } from './ax-error.js';

/** A status the contract does not list, redirects included: they are never followed. */
export class UnexpectedStatusError extends AxError {
  override readonly name = 'UnexpectedStatusError';
  readonly kind = 'AxUnexpectedStatus';
}
