import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packed } from '../package/packed.js';

const execute = promisify(execFile);
const PACKAGE = 'ax-tasks-temporal';

/** An installed build of the package, which processes are started from. */
export interface Build {
  /** The folder of the package. */
  readonly folder: string;
  /** The program of the worker, and that of the command line. */
  readonly worker: string;
  readonly cli: string;
  remove(): Promise<void>;
}

/** The build in `dist/`, as it would be published. */
export async function currentBuild(): Promise<Build> {
  const pack = await packed();
  return buildIn(`${pack.folder}/node_modules/${PACKAGE}`, () => pack.remove());
}

/**
 * The release before this one, which `AX_TASKS_PREVIOUS` names: a version on npm, a tarball, or the folder of an installed
 * package. Null if it names none, as long as nothing is published.
 */
export async function previousBuild(): Promise<Build | null> {
  const named = process.env['AX_TASKS_PREVIOUS'] ?? '';
  if (named === '') return null;
  const isFolder = existsSync(named) && (await stat(named)).isDirectory();
  return isFolder ? buildIn(resolve(named), () => Promise.resolve()) : install(named);
}

async function install(named: string): Promise<Build> {
  const folder = await mkdtemp(join(tmpdir(), 'ax-tasks-previous-'));
  const what = named.endsWith('.tgz') ? resolve(named) : `${PACKAGE}@${named}`;
  await execute('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', what]);
  return buildIn(`${folder}/node_modules/${PACKAGE}`, () => rm(folder, { recursive: true }));
}

async function buildIn(folder: string, remove: () => Promise<void>): Promise<Build> {
  const manifest = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as { bin: object };
  const bin = (manifest.bin as Record<string, string>)['ax-tasks'] ?? '';
  return { folder, worker: `${folder}/dist/worker.js`, cli: join(folder, bin), remove };
}
