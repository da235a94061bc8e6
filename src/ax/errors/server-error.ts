import { AxError } from './ax-error.js';

/** 5xx on a request that may safely be sent again. */
export class ServerError extends AxError {
  override readonly name = 'ServerError';
  readonly kind = 'AxServer';
}
