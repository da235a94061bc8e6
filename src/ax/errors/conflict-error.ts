import { AxError } from './ax-error.js';

/** 409, or a create refused with 400 or 422 because the name is taken (contract section 2, row 13). */
export class ConflictError extends AxError {
  override readonly name = 'ConflictError';
  readonly kind = 'AxConflict';
}
