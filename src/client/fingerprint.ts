import { createHash } from 'node:crypto';
import { canonicalJson } from '../model/base/json.js';

/** A short print of a value: equal for equal values, whatever the order of their members. 16 hexadecimal digits. */
export const fingerprint = (value: unknown): string =>
  createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 16);
