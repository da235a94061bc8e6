import { basename, extname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The rooms that run as processes of their own. */
export type EntryPoint = 'worker' | 'simulator/main';

/** The command line of one of our own processes: as built, or from the sources with the loader that runs us. */
export const entryPoint = (name: EntryPoint): { command: string; args: string[] } => ({
  command: process.execPath,
  args: [...process.execArgv, programPath(name)],
});

/** The file of one of our programs: as built, or among the sources that we run from. */
export const programPath = (name: EntryPoint): string =>
  fileURLToPath(new URL(`../../${name}${extname(import.meta.url)}`, import.meta.url));

/** How to call this CLI again from a folder, by the script that Node runs: as `npx`, a global command, or a file. */
export function calledAs(script: string | undefined, folder: string): string {
  if (script === undefined) return 'ax-tasks';
  if (script.includes(`${sep}_npx${sep}`)) return 'npx --package ax-tasks-temporal ax-tasks';
  if (script.includes(`${sep}node_modules${sep}`)) return 'npx ax-tasks';
  if (basename(script) === 'ax-tasks') return 'ax-tasks';
  const path = relative(folder, script);
  const shown = path.startsWith('..') ? script : path;
  return `${script.endsWith('.ts') ? 'npx tsx' : 'node'} ${shown.includes(' ') ? `"${shown}"` : shown}`;
}
