import { AxError } from './ax-error.js';

/** The answer to a request that may be sent again broke off, timed out or was not what the contract says. */
export class BrokenAnswerError extends AxError {
  override readonly name = 'BrokenAnswerError';
  readonly kind = 'AxBrokenAnswer';
}
