import { AxError } from './ax-error.js';

/** Refused by our own checks before a connection was opened. `problems` has all of them. */
export class InvalidInputError extends AxError {
  override readonly name = 'InvalidInputError';
  readonly kind = 'InvalidInput';
  readonly problems: readonly string[];

  constructor(what: string, problems: readonly string[]) {
    super(`Cannot ${what}: ${problems.join('; ')}`);
    this.problems = problems;
  }
}
