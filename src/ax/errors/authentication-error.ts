import { AxError } from './ax-error.js';

/** 401: the API key is missing, wrong or expired. */
export class AuthenticationError extends AxError {
  override readonly name = 'AuthenticationError';
  readonly kind = 'AxAuthentication';
}
