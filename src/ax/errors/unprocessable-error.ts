import { AxError } from './ax-error.js';

/** 422: well-formed, but its members do not fit together. */
export class UnprocessableError extends AxError {
  override readonly name = 'UnprocessableError';
  readonly kind = 'AxUnprocessable';
}
