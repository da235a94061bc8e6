import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The rooms that run as processes of their own. */
export type EntryPoint = 'worker' | 'simulator/main';

/** The command line of one of our own processes: as built, or from the sources with the loader that runs us. */
export function entryPoint(name: EntryPoint): { command: string; args: string[] } {
  const path = fileURLToPath(new URL(`../../${name}${extname(import.meta.url)}`, import.meta.url));
  return { command: process.execPath, args: [...process.execArgv, path] };
}
