import { AxError } from './ax-error.js';

/** It is unknown whether a create or trigger took effect: it was sent, and no clear answer came. */
export class AmbiguousError extends AxError {
  override readonly name = 'AmbiguousError';
  readonly kind = 'AxAmbiguous';
}
