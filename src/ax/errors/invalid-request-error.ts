import { AxError } from './ax-error.js';

/** 400: the server refused the request as wrong. */
export class InvalidRequestError extends AxError {
  override readonly name = 'InvalidRequestError';
  readonly kind = 'AxInvalidRequest';
}
