import { ConfigError } from '../config/environment.js';
import { addressText } from '../config/listen-address.js';
import type { ListenAddress } from '../config/listen-address.js';

/** In the words of Node and of the SDK's native runtime. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/EADDRINUSE|already in use/i, 'another program listens there already'],
  [/EADDRNOTAVAIL|cannot assign/i, 'this machine does not have that address'],
  [/EACCES|permission denied/i, 'this user may not listen there'],
];

/** The error for an address of the configuration at which the worker cannot listen. */
export function cannotListen(variable: string, address: ListenAddress, why: string): ConfigError {
  const reason = REASONS.find(([words]) => words.test(why))?.[1] ?? why;
  return new ConfigError([`${variable}: cannot listen on ${addressText(address)}: ${reason}`]);
}
