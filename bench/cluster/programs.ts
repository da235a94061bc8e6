import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../src/config/environment.js';
import type { ToolPaths } from '../../src/config/tool-paths.js';

/** Of the module `go.temporal.io/server`. Newer ones need a newer Go. */
export const SERVER_VERSION = '1.30.8';
const MODULE = 'go.temporal.io/server';
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Paths of the executables that a cluster is made of. */
export interface Programs {
  readonly server: string;
  /** Temporal's own tool for its schema. */
  readonly schemaTool: string;
  readonly postgres: string;
  readonly initdb: string;
}

export interface FindOptions {
  readonly paths: ToolPaths;
  readonly env: Environment;
  readonly say: (line: string) => void;
}

/** Finds PostgreSQL, and finds or builds the Temporal server. @throws Error that says what to install. */
export async function findPrograms(options: FindOptions): Promise<Programs> {
  return { ...(await findPostgres(options)), ...(await findServer(options)) };
}

async function findPostgres({
  paths: { searchPath },
}: FindOptions): Promise<Pick<Programs, 'postgres' | 'initdb'>> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [...searchPath, ...newestFirst.map((version) => join(DEBIAN_FOLDER, version, 'bin'))];
  for (const folder of folders) {
    const [postgres, initdb] = [join(folder, 'postgres'), join(folder, 'initdb')];
    if ((await isExecutable(postgres)) && (await isExecutable(initdb))) return { postgres, initdb };
  }
  throw new Error(
    `PostgreSQL's postgres and initdb are neither on PATH nor below ${DEBIAN_FOLDER}. Install PostgreSQL 12 or newer, such as by "apt-get install postgresql".`,
  );
}

/** The server of the cache, which is built if it is not there. */
async function findServer({
  paths,
  env,
  say,
}: FindOptions): Promise<Pick<Programs, 'server' | 'schemaTool'>> {
  const folder = join(paths.cacheFolder, 'cluster', SERVER_VERSION);
  const [server, schemaTool] = [join(folder, 'server'), join(folder, 'sql')];
  if ((await isExecutable(server)) && (await isExecutable(schemaTool))) return { server, schemaTool };
  const packages = ['cmd/server', 'cmd/tools/sql'].map((path) => `${MODULE}/${path}@v${SERVER_VERSION}`);
  say(`building ${packages.join(' and ')}, once, which takes minutes`);
  await mkdir(folder, { recursive: true });
  try {
    await promisify(execFile)('go', ['install', ...packages], { env: { ...env, GOBIN: folder } });
  } catch (error) {
    throw new Error(
      `The Temporal server ${SERVER_VERSION} could not be built. Install Go 1.25 or newer (https://go.dev/dl), or put server and sql, built by "go install ${packages.join(' ')}", into ${folder}.`,
      { cause: error },
    );
  }
  return { server, schemaTool };
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
