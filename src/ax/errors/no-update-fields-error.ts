import { AxError } from './ax-error.js';

/** An update without a field to change; no request was sent (contract section 3, rule 13). */
export class NoUpdateFieldsError extends AxError {
  override readonly name = 'NoUpdateFieldsError';
  readonly kind = 'NoUpdateFields';

  constructor(what: string, fields: readonly string[]) {
    super(`Cannot ${what}: no field to change; give at least one of ${fields.join(', ')}`);
  }
}
