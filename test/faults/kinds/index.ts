import { ANSWERS } from './answers.js';
import type { Kind } from './kind.js';
import { LISTS } from './lists.js';
import { REFUSED_LOOKS } from './refused-looks.js';
import { PARTITIONS, SERVER_KILLS, WORKER_KILLS } from './stops.js';
import { UNDISTURBED } from './undisturbed.js';
import { WAITS } from './waits.js';

/** Every kind of trial, in the order of the report. */
export const KINDS: readonly Kind[] = [
  ...UNDISTURBED,
  ...WORKER_KILLS,
  ...SERVER_KILLS,
  ...PARTITIONS,
  ...ANSWERS,
  ...LISTS,
  ...WAITS,
  ...REFUSED_LOOKS,
];

/** @throws RangeError for a name that no kind has. */
export function kindNamed(name: string): Kind {
  const found = KINDS.find((kind) => kind.name === name);
  if (found === undefined) throw new RangeError(`there is no kind of trial called ${JSON.stringify(name)}`);
  return found;
}
