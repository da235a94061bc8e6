import { AxError } from './ax-error.js';

/** A name that several things have. `ids` lists them. */
export class AmbiguousNameError extends AxError {
  override readonly name = 'AmbiguousNameError';
  readonly kind = 'AmbiguousName';
  readonly ids: readonly string[];

  constructor(what: string, text: string, ids: readonly string[]) {
    super(
      `More than one ${what} is named ${JSON.stringify(text)}: ${ids.join(', ')}. Give the ID of the one you mean.`,
    );
    this.ids = ids;
  }
}
