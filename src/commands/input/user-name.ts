import { userInfo } from 'node:os';
import { readUserName } from '../../config/cli-config.js';
import type { CliContext } from '../base/context.js';

/** Who gives the command, for the record. */
export function userName({ env }: CliContext): string {
  const named = readUserName(env);
  if (named !== undefined) return named;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the system's list, as in many containers.
    return 'unknown';
  }
}
