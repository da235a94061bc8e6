import type { SecretRef } from '../model/notification/receiver.js';
import type { Surroundings } from './outlet.js';

/** A secret of a receiver, or why it cannot be had, naming what it is for. */
export function secretOf(
  name: string,
  ref: SecretRef,
  { readSecret }: Surroundings,
): { secret: string } | { problem: string } {
  const read = readSecret(ref);
  return 'secret' in read ? read : { problem: `${name}: ${read.problem}` };
}
