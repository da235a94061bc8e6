import { usageError } from '../base/usage-error.js';

/** The value of a flag that this command cannot do without. */
export function requireOption<Value>(flag: string, value: Value | undefined, why: string): Value {
  if (value === undefined) throw usageError(`${flag} is missing: ${why}`);
  return value;
}
