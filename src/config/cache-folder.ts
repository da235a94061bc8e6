import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { given, type Environment } from './environment.js';

/** The folder of what can be made again: below `$XDG_CACHE_HOME`, or `~/.cache` if that is not an absolute path. */
export function readCacheFolder(env: Environment): string {
  const { XDG_CACHE_HOME: cache = '', HOME = homedir() } = given(env, 'XDG_CACHE_HOME', 'HOME');
  return join(isAbsolute(cache) ? cache : join(HOME, '.cache'), 'ax-tasks-temporal');
}
